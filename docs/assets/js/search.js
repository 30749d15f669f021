// The index of the search is as large as a chapter: it is fetched when the search is first used, not with each page.
// The theme asks for it at once, so its question is held back until then.
{
  const used = new Promise((resolve) => {
    if (/[?&][qh]=/.test(location.search)) resolve(undefined);
    document.forms.namedItem("search")?.addEventListener("focusin", resolve, { once: true });
  });
  const { open, send } = XMLHttpRequest.prototype;
  const held = new WeakSet();
  /**
   * @this {XMLHttpRequest}
   * @param {Parameters<typeof open>} given
   */
  function opened(...given) {
    if (String(given[1]).endsWith("/search/search_index.json")) held.add(this);
    open.apply(this, given);
  }
  XMLHttpRequest.prototype.open = /** @type {typeof open} */ (opened);
  XMLHttpRequest.prototype.send = function (body) {
    if (held.delete(this)) used.then(() => send.call(this, body));
    else send.call(this, body);
  };
}
// Where nothing is found, a word may be misspelled: it is looked for with one letter wrong, and at last with two. The
// theme puts its questions to a worker, and gets the answers in the same order.
{
  const [QUESTION, ANSWER] = [2, 3]; // the types of the theme's messages
  const LONG = [0, 4, 7]; // the least letters of a word in which so many may be wrong
  /**
   * @param {string} words
   * @param {number} wrong
   */
  const loosened = (words, wrong) =>
    words.replace(/(?<!\S)\p{L}+(?!\S)/gu, (word) => (word.length < Number(LONG[wrong]) ? word : `${word}~${wrong}`));
  window.Worker = class extends Worker {
    /** @type {{ words: string, wrong: number }[]} */
    #asked = [];

    /** @param {ConstructorParameters<typeof Worker>} given */
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (event) => this.#heard(event));
    }

    /** @param {{ type: number, data: string }} message */
    postMessage(message) {
      if (message.type === QUESTION) this.#asked.push({ words: message.data, wrong: 0 });
      super.postMessage(message);
    }

    /** @param {MessageEvent} event */
    #heard(event) {
      const { type, data } = event.data;
      const asked = type === ANSWER ? this.#asked.shift() : undefined;
      const wrong = (asked?.wrong ?? 0) + 1;
      if (!asked || data.items.length || this.#asked.length || wrong === LONG.length) return;
      const words = loosened(asked.words, wrong);
      if (words === asked.words) return;
      event.stopImmediatePropagation();
      this.#asked.push({ words: asked.words, wrong });
      super.postMessage({ type: QUESTION, data: words });
    }
  };
}
