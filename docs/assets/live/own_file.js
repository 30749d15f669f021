// A file of the reader's own, for a cell of a lab: read on the reader's machine, as the cell can open it. It is sent
// nowhere, but for the interpreter in the tab.

/** @typedef {{ name: string, content: string, words: string }} Own its name and content (base64), and what is said */

const MEGA = 1e6;
const LARGEST = { picture: 50 * MEGA, table: 2 * MEGA }; // bytes
const SIDE = 640; // pixels that a picture has at most, which the lab makes fewer still
const HERE = "It stays on this machine.";

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
const base64 = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(new Error("The file could not be read. Is it still there?"));
    reader.readAsDataURL(blob);
  });

/**
 * A picture of any kind that the browser knows, turned as it was taken, made smaller, on white, as PNG.
 * @param {File} file
 * @returns {Promise<Own>}
 */
async function picture(file) {
  const image = await createImageBitmap(file).catch(() => {
    throw new Error(`${file.name} is no picture that this browser can read. Take a PNG or JPEG file.`);
  });
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(scale * image.width));
  canvas.height = Math.max(1, Math.round(scale * image.height));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error(`${file.name} could not be drawn: it is ${image.width} × ${image.height} pixels.`);
  const words = `${file.name}, ${image.width} × ${image.height} pixels, is read as picture.png. ${HERE}`;
  image.close();
  return { name: "picture.png", content: await base64(blob), words };
}

/**
 * A table as text, in UTF-8, which spreadsheet programs do not always write.
 * @param {File} file
 * @returns {Promise<Own>}
 */
async function table(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!wide && bytes.includes(0)) {
    throw new Error(`${file.name} is no text. In the program that made it choose “Save as”, then CSV.`);
  }
  const text = decoded(bytes, wide);
  if (!text.trim()) throw new Error(`${file.name} is empty.`);
  const rows = text.trim().split(/\r\n|\r|\n/).length;
  const words = `${file.name}, ${rows} lines, is read as table.csv. ${HERE}`;
  return { name: "table.csv", content: await base64(new Blob([text])), words };
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {boolean} wide whether two bytes make a letter
 */
function decoded(bytes, wide) {
  if (wide) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * @param {File} file
 * @param {string} kind
 */
export async function read(file, kind) {
  const limit = kind === "picture" ? LARGEST.picture : LARGEST.table;
  if (file.size > limit) {
    const size = `${(file.size / MEGA).toFixed(1)} MB`;
    throw new Error(`${file.name} is too large: ${size}, and ${limit / MEGA} MB is the most. Take a smaller one.`);
  }
  return kind === "picture" ? picture(file) : table(file);
}
