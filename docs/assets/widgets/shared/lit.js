// lit-html as the widgets use it. A third-party module is imported in one place, beside which its types stand
// (lit.d.ts).

export { Directive, directive } from "../../vendor/lit-html/directive.js";
export { guard } from "../../vendor/lit-html/directives/guard.js";
export { live } from "../../vendor/lit-html/directives/live.js";
export { repeat } from "../../vendor/lit-html/directives/repeat.js";
export { html, noChange, nothing, render, svg } from "../../vendor/lit-html/lit-html.js";
