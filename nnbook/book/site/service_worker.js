// The book without network. What stands in FILES is fetched when this worker is installed, the rest when it is asked for;
// all of one version together, so that a page never meets the style or the program of another.
const VERSION = "nnbook-";
const FILES = [];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("nnbook-") && name !== VERSION;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

async function answer(request) {
  const cache = await caches.open(VERSION);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept) return kept;
  try {
    const response = await fetch(request);
    if (response.ok && response.status !== 206) await cache.put(request, response.clone());
    return response;
  } catch (problem) {
    const page = request.mode === "navigate" && (await cache.match(new URL("404.html", self.registration.scope)));
    if (page) return page;
    throw problem;
  }
}

self.addEventListener("fetch", (event) => {
  const here = event.request.url.startsWith(self.registration.scope);
  if (here && event.request.method === "GET" && !event.request.headers.has("range")) event.respondWith(answer(event.request));
});
