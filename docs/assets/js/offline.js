// Register the service worker, and let the book be installed: later, when the page being read has all it needs.
if ("serviceWorker" in navigator && ["https:", "http:"].includes(location.protocol)) {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const keep = () => {
    const manifest = new URL("../../manifest.webmanifest", src).href;
    document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: manifest }));
    navigator.serviceWorker.register(new URL("../../sw.js", src)).catch(() => {});
  };
  setTimeout(keep, 6000);
}
