// Prints as JSON what only JavaScript can read: words of @faker-js/faker, and CLDR's names of countries, which are part
// of Node. The arguments are the languages in which countries are named.
import { allLocales } from "@faker-js/faker";

const UNKNOWN = new Set(["EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "DG", "EA", "IC", "TA"]);

/** All strings in lists within lists and objects. */
function strings(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(strings) : [];
}

function people() {
  return Object.entries(allLocales).map(([locale, { person = {}, location = {} }]) => [
    locale,
    {
      given: [...strings(person.first_name), ...strings(person.middle_name)],
      surname: strings(person.last_name),
      role: strings(person.job_type),
      place: [...strings(location.city_name), ...strings(location.state)],
    },
  ]);
}

/** Every pair of letters that CLDR has a name for. */
function countries(languages) {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const codes = letters.flatMap((one) => letters.map((two) => one + two)).filter((code) => !UNKNOWN.has(code));
  const names = ["long", "short"].flatMap((style) =>
    languages.flatMap((language) => {
      const display = new Intl.DisplayNames([language], { type: "region", style, fallback: "none" });
      return codes.map((code) => display.of(code));
    }),
  );
  return names.filter(Boolean);
}

const languages = process.argv.slice(2);
process.stdout.write(JSON.stringify({ people: Object.fromEntries(people()), countries: countries(languages) }));
