// sharp as an editor: one request as JSON a line, one answer as JSON a line. Each option is sharp's own default, but for
// JPEG's encoder, which is ours (mozjpeg), and for AVIF's effort: 1 is libaom's speed 8, which is ours.
import { readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import sharp from "sharp";

const options = { jpeg: { mozjpeg: true }, webp: {}, avif: { effort: 1 }, png: {} };
sharp.cache(false);

for await (const line of createInterface({ input: process.stdin })) {
  const { source, target, kind, quality, width } = JSON.parse(line);
  const data = await readFile(source);
  const began = performance.now();
  const picture = sharp(data).autoOrient();
  if (width) picture.resize(width);
  const made = await picture[kind](kind === "png" ? {} : { quality, ...options[kind] }).toBuffer();
  const seconds = (performance.now() - began) / 1000;
  await writeFile(target, made);
  process.stdout.write(`${JSON.stringify(seconds)}\n`);
}
