// Codecs of the pixel worker, each loaded from this site on its first use.

/** The name of the error that says that a codec, or a part of one, did not arrive. */
export const MISSING = "Missing";

/** @param {string} name */
export async function codec(name) {
  try {
    return await import(`./${name}.mjs`);
  } catch (error) {
    throw Object.assign(new Error(String(error)), { name: MISSING });
  }
}
