// Keep the book for times without network: later, when the page that is being read has all that it needs.
if ("serviceWorker" in navigator && ["https:", "http:"].includes(location.protocol)) {
  const worker = new URL("../../sw.js", document.currentScript.src);
  const keep = () => navigator.serviceWorker.register(worker).catch(() => {});
  addEventListener("load", () => setTimeout(keep, 6000), { once: true });
}
