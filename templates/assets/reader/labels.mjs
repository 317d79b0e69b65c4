// Texts that scripts show, in the language of the page: the server puts them on the bar.

/** A function from the name of a text, and the values in it, to the text. */
export function labelsOf(bar) {
  const texts = JSON.parse(bar.dataset.labels);
  return (name, values = {}) => texts[name].replace(/\{([nm])\}/g, (_, key) => String(values[key]));
}
