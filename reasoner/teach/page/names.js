// Reads names as people type them: the ids, labels and synonyms of the knowledge base, whatever their case, hyphens and
// Greek letters. What it does not find, the reasoner may still know (plurals, American spellings): then one chooses.
"use strict";

const GREEK = "αβγδεζηθικλμνοπρσςτυφχψω";
const LATIN = "abgdezhtiklmnoprsstufxyw";
const SPELT = { alpha: "a", beta: "b", gamma: "g", delta: "d", epsilon: "e", theta: "t", kappa: "k", lambda: "l", sigma: "s", omega: "w" };
const SPELT_WORDS = Object.keys(SPELT).join("|");
const SPELT_OUT = new RegExp(`(?<![a-z])(${SPELT_WORDS})|(${SPELT_WORDS})(?![a-z])|(?<=nf)kappa(?=b)`, "g");

// A name without what does not matter in it: equal names are the same name.
function folded(text) {
  return text.normalize("NFKC").replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, "-").trim()
    .replace(/(?<=[\p{L}\p{N}])\+/gu, "pos").replace(/(?<=[\p{L}\p{N}])-(?![\p{L}\p{N}])/gu, "neg")
    .toLowerCase().replace(/ß/g, "ss")
    .replace(/[α-ω]/g, (letter) => LATIN[GREEK.indexOf(letter)])
    .replace(SPELT_OUT, (word) => SPELT[word])
    .replace(/[\s\-_/.'’]+/g, "");
}

class Names {
  // entities: as `compiled.py` writes them.
  constructor(entities) {
    this.entities = entities;
    this.byId = new Map(entities.map((each) => [each.id, each]));
    this.byName = new Map();
    this.byPhrase = new Map();
    for (const entity of entities) {
      for (const name of [entity.id, entity.label, ...entity.also]) { add(this.byName, folded(name), entity); }
      if (!isFinding(entity)) { continue; }
      for (const down of [false, true]) {
        const phrase = down ? entity.down : entity.up;
        if (!phrase.startsWith("no ")) { add(this.byPhrase, folded(phrase), { entity, down }); } // `no X` takes back
      }
    }
  }

  matches(text, fits) {
    const name = text.trim();
    const exact = this.byId.get(name);
    if (exact !== undefined && fits(exact)) { return [exact]; }
    return [...new Set((this.byName.get(folded(name)) || []).filter(fits))];
  }

  // The finding that a text names, as `ENTITY down in PLACE` in ids; an Error says what is wrong with it.
  finding(text) {
    const { entity, down, place } = this.parsed(text);
    return entity.id + (down ? " down" : "") + (place ? ` in ${place.id}` : "");
  }

  // The same without a direction.
  node(text) {
    const found = this.finding(text);
    if (/ down( in |$)/.test(found)) { throw new Error(`“${text.trim()}” has a direction; name it without one.`); }
    return found;
  }

  parsed(text) {
    if (!text.trim()) { throw new Error("Nothing is named here."); }
    try {
      return this.split(text.trim());
    } catch (error) {
      const absent = /^\s*(?:no|not|without)\s+(.*)$/is.exec(text);
      if (absent === null) { throw error; }
      let found;
      try { found = this.split(absent[1].trim()); } catch { throw error; }
      if (found.down) { throw error; }
      return { ...found, down: true };
    }
  }

  // The ways to read a text as entity, direction and place: undivided first, then with the shortest place.
  split(text) {
    const cuts = [...text.matchAll(/\s+in\s+/gi)].reverse();
    const parts = [[text, null], ...cuts.map((cut) => [text.slice(0, cut.index), text.slice(cut.index + cut[0].length)])];
    for (const [left, right] of parts) {
      const bare = left.replace(/\s+down$/i, "");
      for (const [name, down] of bare === left ? [[left, false]] : [[bare, true], [left, false]]) {
        const entities = this.directed(name, down);
        const places = right === null ? [] : this.matches(right, isPlace);
        if (entities.length > 0 && (right === null || places.length > 0)) {
          if (entities.length > 1 || places.length > 1) { throw new Error(`“${text}” fits several names; choose one.`); }
          return { ...entities[0], place: places[0] || null };
        }
      }
    }
    throw new Error(`“${text}” is not known to this page; choose a name from the list.`);
  }

  directed(name, down) {
    const found = this.matches(name, isFinding).map((entity) => ({ entity, down }));
    return found.length > 0 || down ? found : (this.byPhrase.get(folded(name)) || []);
  }

  // Every name with what it stands for, for lists to choose from.
  choices(fits) {
    const found = [];
    for (const entity of this.entities.filter(fits)) {
      const names = [...new Set([entity.label, ...entity.also])];
      names.forEach((name, number) => found.push([name, number === 0 ? entity.kind : `${entity.label}, ${entity.kind}`]));
    }
    return found;
  }
}

function isFinding(entity) { return !["cancer", "stage", "measure"].includes(entity.kind); }

function isPlace(entity) { return entity.kind === "cell" || entity.kind === "site"; }

function add(map, key, value) {
  if (key === "") { return; }
  if (!map.has(key)) { map.set(key, []); }
  map.get(key).push(value);
}
