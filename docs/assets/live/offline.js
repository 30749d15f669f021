// Live code without a network. The service worker keeps what a page fetches only once it is in charge, which on a first
// visit is later than the first scripts, and perhaps than the first run. Then fetch those again.

const site = new URL("../../", import.meta.url);

/** @type {Promise<void> | undefined} */
let keeping;

export function keepForLater() {
  if (keeping || !("serviceWorker" in navigator)) return;
  keeping = keep(navigator.serviceWorker).catch(() => {});
}

/** @param {ServiceWorkerContainer} serviceWorker */
async function keep(serviceWorker) {
  if (!serviceWorker.controller) {
    await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  }
  const live = new URL("assets/vendor/live/", site);
  const list = new URL("runtime.json", live);
  const { steps, files } = await (await fetch(list, { cache: "force-cache" })).json();
  /** @type {string[]} */
  const names = ["core", "numpy", "nnbook", "matplotlib"].flatMap((step) => steps[step]);
  const scripts = performance.getEntriesByType("resource").map(({ name }) => name);
  for (const address of [
    ...scripts.filter((name) => /\/assets\/(live|vendor\/editor)\//.test(name)),
    new URL("worker.js", import.meta.url).href,
    ...names.map((name) => new URL(`${name}?${files[name].sha256.slice(0, 12)}`, live).href),
  ]) {
    const kept = await caches.match(address, { ignoreSearch: true });
    if (!kept) await (await fetch(address, { cache: "force-cache" })).arrayBuffer();
  }
}
