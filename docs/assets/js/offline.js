// Keep the book for times without network, and let it be installed: later, when the page being read has all it needs.
if ("serviceWorker" in navigator && ["https:", "http:"].includes(location.protocol)) {
  const program = document.currentScript.src;
  const keep = () => {
    const manifest = new URL("../../manifest.webmanifest", program);
    document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: manifest }));
    navigator.serviceWorker.register(new URL("../../sw.js", program)).catch(() => {});
  };
  setTimeout(keep, 6000);
}
