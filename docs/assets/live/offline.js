// Live code without a network. The service worker keeps what a page fetches only once it is in charge, which on a first
// visit is later than the first scripts, and perhaps than the first run. Then fetch those again.
import { addressOf, fetchAll, readManifest } from "./files.js";
import { SCRIPTS } from "./interpreter.js";

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
  const own = performance.getEntriesByType("resource").map(({ name }) => name);
  for (const address of [
    ...own.filter((name) => /\/assets\/(live|vendor\/editor)\//.test(name)),
    ...["frame.html", ...SCRIPTS].map((name) => new URL(name, import.meta.url).href),
  ]) {
    const kept = await caches.match(address, { ignoreSearch: true });
    if (!kept) await (await fetch(address, { cache: "force-cache" })).arrayBuffer();
  }
  // What the page has of Python it need not fetch again.
  const manifest = await readManifest();
  const steps = ["python", "sources", "matplotlib", "rest", ...(manifest.snapshot ? ["snapshot"] : [])];
  if (document.querySelector("[data-lab]")) steps.push("session");
  const cache = await caches.open(
    (await caches.keys()).filter((name) => name.startsWith("nnbook-")).at(-1) ?? "nnbook-",
  );
  for (const [name, content] of await fetchAll(manifest, steps)) {
    const address = addressOf(name, manifest.files[name]);
    if (!(await cache.match(address, { ignoreSearch: true }))) await cache.put(address, new Response(content));
  }
}
