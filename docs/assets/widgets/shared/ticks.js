// Round numbers for an axis from d3-array, with its types beside it.

export { default as ticks } from "../../vendor/d3-array/src/ticks.js";
