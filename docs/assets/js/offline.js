// Register the service worker, and let the book be installed: later, when the page being read has all it needs. Where
// there is no service worker any more, what the former one keeps goes, so that nobody reads an old book for ever.
if ("serviceWorker" in navigator && ["https:", "http:"].includes(location.protocol)) {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const keep = () => {
    const manifest = new URL("../../manifest.webmanifest", src).href;
    document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: manifest }));
    const script = new URL("../../sw.js", src);
    fetch(script, { method: "HEAD", cache: "no-store" })
      .then(async ({ status }) => {
        if ([404, 410].includes(status)) await forget();
        else await navigator.serviceWorker.register(script);
      })
      .catch(() => {}); // without a network all stays as it is
  };
  const forget = async () => {
    const home = new URL("../../", src).href;
    const registered = await navigator.serviceWorker.getRegistrations();
    await Promise.all(registered.filter(({ scope }) => scope === home).map((one) => one.unregister()));
    const names = (await caches.keys()).filter((name) => name.startsWith("nnbook-"));
    await Promise.all(names.map((name) => caches.delete(name)));
  };
  setTimeout(keep, 6000);
}
