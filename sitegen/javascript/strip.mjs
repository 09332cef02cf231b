// Reads {name: script} as JSON from standard input and writes the same without comments. Names and layout stay
// readable. A syntax error is written to standard error as {name, line, text}, with exit status 1.
import { text } from "node:stream/consumers";
import { transform } from "esbuild";

const common = { charset: "utf8", legalComments: "none", logLevel: "silent" };

async function strip(sourcefile, script) {
  // esbuild keeps comments within expressions unless it minifies, so the second pass is there to print it legibly.
  const { code } = await transform(script, { ...common, sourcefile, minifyWhitespace: true });
  return (await transform(code, common)).code;
}

try {
  const scripts = Object.entries(JSON.parse(await text(process.stdin)));
  const stripped = await Promise.all(scripts.map(async ([name, script]) => [name, await strip(name, script)]));
  process.stdout.write(JSON.stringify(Object.fromEntries(stripped)));
} catch (error) {
  if (!error.errors?.[0]?.location) throw error;
  const [{ location, text }] = error.errors;
  process.stderr.write(JSON.stringify({ name: location.file, line: location.line, text }));
  process.exitCode = 1;
}
