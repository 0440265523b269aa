/** How values are shown. Every number has its unit beside it or in the head of its column. */
const missing = "–";

function number(value, decimals = 0) {
  if (value === null || value === undefined) return missing;
  return value.toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function seconds(value, decimals = 2) {
  return value === null || value === undefined ? missing : number(value, decimals) + " s";
}

function inLambda(value) {
  return value === null || value === undefined || !(lambda > 0) ? missing : number(value / lambda, 2) + " λ";
}

function percent(share, decimals = 1) {
  return share === null || share === undefined ? missing : number(100 * share, decimals) + " %";
}

function mebibytes(bytes) {
  return number(bytes / (1024 * 1024)) + " MiB";
}

/** A count with the right form of its noun. */
function count(value, noun) {
  return number(value) + " " + noun + (value === 1 ? "" : "s");
}

/** A name such as InvalidVote.NotSelected as words: invalid vote, not selected. */
function inWords(name) {
  return name.split(".").map(part => part.replace(/(?<=.)[A-Z]/g, letter => " " + letter).toLowerCase()).join(", ");
}

/** Step names of PoR §5; from 6 on the agreement loops over three kinds of step. */
const stepNames = ["", "Block proposal", "Leader selection", "Block verification", "BBA start", "Block decision"];
const loopNames = ["BBA loop, coin fixed to 0", "BBA loop, coin fixed to 1", "BBA loop, genuine coin"];

function stepName(step) {
  return step <= 5 ? stepNames[step] : loopNames[(step - 2) % 3];
}

/** Maxima of pieces: spreading 100,000 values into one call would overflow the stack. */
function chunkMaxima(values) {
  const maxima = [];
  for (let i = 0; i < values.length; i += 1000) maxima.push(Math.max(...values.slice(i, i + 1000)));
  return maxima;
}
