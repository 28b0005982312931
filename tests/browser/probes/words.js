// Tells of words that one of the page's languages lacks, of missing plural forms and of different gaps.
async () => {
  const words = (await import("/static/strings.js")).allWords();
  const problems = [];
  const gaps = (word) => JSON.stringify([...new Set(JSON.stringify(word).match(/\{\w+\}/g) ?? [])].sort());
  const compare = (language, key, word, english) => {
    const tell = (problem) => problems.push(`${language}.${key}: ${problem}`);
    if (!word) return tell("missing");
    if (gaps(word) !== gaps(english)) tell("other gaps");
    if (Array.isArray(english) && word.length !== english.length) tell("another length");
    if (!english.other) return null;
    for (const form of new Intl.PluralRules(language).resolvedOptions().pluralCategories) {
      if (!word[form]) tell(`no form ${form}`);
    }
    return null;
  };
  for (const [language, own] of Object.entries(words)) {
    for (const [key, english] of Object.entries(words.en)) compare(language, key, own[key], english);
    for (const key of Object.keys(own)) if (!(key in words.en)) problems.push(`${language}.${key}: unknown`);
  }
  return problems;
}
