// The book without network. What stands in FILES is fetched when this worker is installed, the rest when it is asked
// for; all of one version together, so that a page never meets the style or the script of another.
const VERSION = "nnbook-";
/** @type {string[]} */
const FILES = [];
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(VERSION)
      .then((cache) => cache.addAll(FILES))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener("activate", (event) => {
  const old = (/** @type {string} */ name) => name.startsWith("nnbook-") && name !== VERSION;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

/** @param {Request} request */
async function answer(request) {
  const cache = await caches.open(VERSION);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept) return kept;
  try {
    const response = await fetch(request);
    if (response.ok && response.status !== 206) await cache.put(request, response.clone());
    return response;
  } catch (problem) {
    const page = request.mode === "navigate" && (await cache.match(new URL("404.html", worker.registration.scope)));
    if (page) return page;
    throw problem;
  }
}

worker.addEventListener("fetch", (event) => {
  const here = event.request.url.startsWith(worker.registration.scope);
  const whole = event.request.method === "GET" && !event.request.headers.has("range");
  if (here && whole) event.respondWith(answer(event.request));
});
