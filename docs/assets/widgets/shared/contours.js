// Lines of equal height from d3-contour, with its types beside it.

export { default as contours } from "../../vendor/d3-contour/src/contours.js";
