// How much room the screen has: on a phone that lies on its side, pictures stand beside their controls, and are no
// higher than what is seen.

const SHORT = "(max-height: 500px) and (orientation: landscape)"; // as in widgets.css
const AROUND = 122; // pixels that the header of the page, the head of the widget and the rims take
const LEAST = 180;

export const short = () => matchMedia(SHORT).matches;

/**
 * The height of a drawing, in pixels: `most`, unless the screen has less.
 * @param {number} most
 */
export const seen = (most) => (short() ? Math.max(LEAST, Math.min(most, innerHeight - AROUND)) : most);
