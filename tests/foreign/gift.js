// Reads GIFT with gift-pegjs: on each line a text as JSON, and back what it found, or `{"error": ...}`.
const { parse } = require('gift-pegjs');
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  let answer;
  try {
    answer = parse(JSON.parse(line));
  } catch (error) {
    answer = { error: String(error.message) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
});
