export type { SVGTemplateResult, TemplateResult } from "lit-html";
export { html, noChange, nothing, render, svg } from "lit-html";
export type { DirectiveResult, PropertyPart } from "lit-html/directive.js";
export { Directive, directive } from "lit-html/directive.js";
export { guard } from "lit-html/directives/guard.js";
export { live } from "lit-html/directives/live.js";
export { repeat } from "lit-html/directives/repeat.js";
