"""Ways out of the sandbox, as JavaScript: each is an async function that ends well only if it has got out.

`own` is the site's address, `other` that of another host, which notes each request. What has no way at all in this
engine fails like what is refused; so a positive control, a sandbox without its walls, must let most of them out.
"""

WORKER = {
    "fetch of another host": "await fetch(other, { mode: 'no-cors' })",
    "fetch of the book": "await fetch(own, { mode: 'no-cors' })",
    "fetch from the prototype": (
        "await Reflect.get(WorkerGlobalScope.prototype, 'fetch').call(self, other, { mode: 'no-cors' })"
    ),
    "fetch that outlives the page": "await fetch(other, { mode: 'no-cors', keepalive: true })",
    "fetch from the constructor's own realm": "await self.constructor.prototype.__proto__.fetch.call(self, other)",
    "XMLHttpRequest": """await new Promise((good, bad) => {
        const x = new XMLHttpRequest(); x.open('GET', own); x.onload = good; x.onerror = bad; x.send(); })""",
    "WebSocket": """await new Promise((good, bad) => {
        const s = new WebSocket(other.replace('http', 'ws')); s.onopen = good; s.onerror = bad; })""",
    "WebSocketStream": "await new WebSocketStream(other.replace('http', 'ws')).opened",
    "EventSource": """await new Promise((good, bad) => {
        const s = new EventSource(other); s.onopen = good; s.onerror = bad; })""",
    "WebTransport": "await new WebTransport(other.replace('http:', 'https:')).ready",
    "RTCPeerConnection": "new RTCPeerConnection().createDataChannel('x')",
    "sendBeacon": "if (!navigator.sendBeacon(other, 'x')) throw new Error('not sent')",
    "import of the book": "await import(own + 'assets/live/share.js')",
    "import of data": "await import('data:text/javascript,export default 1')",
    "import of a blob": "await import(blob('export default 1'))",
    "eval": "eval('1 + 1')",
    "Function": "new Function('return 1')()",
    "constructor of async functions": "await (async () => {}).constructor('return 1')()",
    "text as a timer": "setTimeout('self.hit = 1'); await wait(200); if (!self.hit) throw new Error('no')",
    "worker from the book": "await begun(new Worker(own + 'assets/live/worker.js'))",
    "worker in a worker that fetches": """const code = `fetch('${other}', { mode: 'no-cors' })
        .then(() => postMessage(1), () => close())`; await answered(new Worker(blob(code)))""",
    "shared worker": "new SharedWorker(own + 'assets/live/worker.js')",
    "service worker": "await navigator.serviceWorker.register(own + 'sw.js')",
    "indexedDB": "await opened(indexedDB.open('x'))",
    "indexedDB from the prototype": """const { get } = Object.getOwnPropertyDescriptor(WorkerGlobalScope.prototype,
        'indexedDB') ?? Object.getOwnPropertyDescriptor(self, 'indexedDB'); await opened(get.call(self).open('x'))""",
    "caches": "await caches.open('nnbook-x')",
    "caches from the prototype": """const { get } = Object.getOwnPropertyDescriptor(WorkerGlobalScope.prototype,
        'caches') ?? Object.getOwnPropertyDescriptor(self, 'caches'); await get.call(self).open('nnbook-x')""",
    "private files": "await navigator.storage.getDirectory()",
    "storage buckets": "await navigator.storageBuckets.open('x')",
    "cookies": "await cookieStore.set('x', '1')",
    "storage": "localStorage.setItem('x', '1')",
    "locks": "await navigator.locks.request('x', () => {})",
    "font": "await new FontFace('x', `url(${other})`).load()",
    "notification": "await self.registration.showNotification('x')",
    "WebAssembly from the network": "await WebAssembly.compileStreaming(fetch(own))",
    "the page's document": "document.body.append('x')",
    "window.open": "if (!open(other)) throw new Error('not opened')",
    "navigation": "location.assign(other); await wait(200)",
    "navigation by name": "location.href = other; if (location.href !== other) throw new Error('stayed')",
}

BLOCKING = {
    "XMLHttpRequest that waits": "const x = new XMLHttpRequest(); x.open('GET', own, false); x.send()",
    "importScripts": "importScripts(own + 'assets/live/live.js')",
}
"""Those that keep a worker from all else until they have their answer."""

FRAME = {
    "the page's document": "parent.document.body.append('x')",
    "the page's storage": "parent.localStorage.setItem('x', '1')",
    "own storage": "localStorage.setItem('x', '1')",
    "cookies": "document.cookie = 'x=1'; if (!document.cookie) throw new Error('none')",
    "navigation of the page": "parent.location.href = other; await wait(300); throw new Error('it stays')",
    "window.open": "if (!open(other)) throw new Error('not opened')",
    "link that opens a window": """const a = document.createElement('a');
        document.documentElement.append(Object.assign(a, { href: other, target: '_blank' }));
        a.click(); await wait(300); throw new Error('nothing to see here')""",
    "form": """const f = Object.assign(document.createElement('form'), { action: other, method: 'post' });
        document.documentElement.append(f); f.submit(); await wait(300); throw new Error('nothing to see here')""",
    "picture": "await put('img', { src: other })",
    "drawing with a picture": """document.documentElement.insertAdjacentHTML('beforeend',
        `<svg><image href="${other}"/><use href="${own}#x"/></svg>`); await wait(300); throw new Error('not seen')""",
    "style sheet": "await put('link', { rel: 'stylesheet', href: other })",
    "import in a style": """document.documentElement.insertAdjacentHTML('beforeend',
        `<style>@import "${other}"; html { background: url(${other}) }</style>`);
        await wait(300); throw new Error('not seen')""",
    "script in the text": """await new Promise((good, bad) => { self.good = good; setTimeout(bad, 300);
        const made = document.createElement('script'); made.textContent = 'good()';
        document.documentElement.append(made); })""",
    "script from the book": "await put('script', { src: own + 'assets/live/live.js' })",
    "import map": """document.documentElement.append(Object.assign(document.createElement('script'),
        { type: 'importmap', textContent: JSON.stringify({ imports: { x: own + 'assets/live/share.js' } }) }));
        await import('x')""",
    "frame of the book": "await put('iframe', { src: own }); await wait(300); throw new Error('not seen')",
    "video": "await put('video', { src: other, onloadeddata: null })",
    "beacon": "navigator.sendBeacon(other, 'x'); await wait(300); throw new Error('not seen')",
    "fetch": "await fetch(other, { mode: 'no-cors' })",
    "media permission": "await navigator.mediaDevices.getUserMedia({ audio: true })",
    "dialog": "if (confirm('x') !== true) throw new Error('not shown')",
}

LEAVING = {
    "by its address": "location.href = other",
    "by a link": "const a = document.createElement('a'); a.href = other; document.documentElement.append(a); a.click()",
    "by a refresh": "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = `0; url=${other}`; "
    "document.head.append(m)",
}
"""Ways in which the frame would leave for another host: what is refused leaves it empty."""

HELP = """
const wait = (time) => new Promise((done) => setTimeout(done, time));
const blob = (code) => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
const opened = (request) => new Promise((good, bad) => { request.onsuccess = good; request.onerror = bad; });
const answered = (worker) => new Promise((good, bad) => {
  worker.onmessage = good; worker.onerror = bad; setTimeout(bad, 2000, new Error('no answer'));
});
const begun = (worker) => new Promise((good, bad) => { worker.onerror = bad; setTimeout(good, 1000); });
const put = (name, properties) => new Promise((good, bad) => {
  const made = Object.assign(document.createElement(name), properties, { onload: good, onerror: bad });
  document.documentElement.append(made);
  setTimeout(bad, 2000, new Error('neither loaded nor refused'));
});
"""


def script(attempts: dict[str, str], own: str, other: str, *, patience: int = 5000) -> str:
    """Return JavaScript that tries each, for so many milliseconds, and gives the names of those that got out."""
    tries = ",\n".join(f"[{name!r}, async () => {{ {code} }}]" for name, code in attempts.items())
    return f"""{HELP}
const [own, other] = [{own!r}, {other!r}];
const tryAll = async () => {{
  const out = [];
  const attempt = async ([name, go]) => {{
    try {{
      await Promise.race([go(), wait({patience}).then(() => Promise.reject(new Error('late')))]);
      out.push(name);
    }} catch {{}}
  }};
  await Promise.all([{tries}].map(attempt));
  return out;
}};
"""
