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
