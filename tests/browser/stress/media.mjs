// A recording, captions and pictures, small and made of nothing but numbers.

// Twenty seconds of a soft tone: WAV, 8000 samples a second of 8 bits.
function tone() {
  const rate = 8000, n = 20 * rate, head = Buffer.alloc(44);
  head.write("RIFF", 0); head.writeUInt32LE(36 + n, 4); head.write("WAVEfmt ", 8); head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(rate, 24); head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32); head.writeUInt16LE(8, 34); head.write("data", 36); head.writeUInt32LE(n, 40);
  return Buffer.concat([head, Buffer.from(Array.from({ length: n }, (_, at) => 128 + Math.round(8 * Math.sin(at / 6))))]);
}

const picture = (width, height) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#8aa"/></svg>`;

// What is said of the short speech in English, and when.
const CUES = [
  [1, 4, "An editor wrote this before the first question."],
  [5, 8, "is Varo Lenko in Lenstad today"],
  [9, 14, "he is and the quiet plan goes on see the record"],
];

const time = (seconds) => `00:${String(seconds).padStart(2, "0")}.000`;

export const FIGURE = '![Two cranes](cranes.svg "Two cranes of the harbour"){credit="Ann Lee"}\n';
export const RECORDING = "recording: tone.wav\n";
export const PORTRAIT = 'image: {src: lenko.svg, alt: {en: Varo Lenko, zh: 瓦罗·伦科}, credit: "Ann Lee"}';

export function mediaFiles() {
  const captions = CUES.map(([from, to, words]) => `${time(from)} --> ${time(to)}\n${words}\n`).join("\n");
  return new Map([
    ["content/speeches/tone.wav", tone()],
    ["content/speeches/2025-05-06-short.en.vtt", `WEBVTT\n\n${captions}`],
    ["content/speeches/cranes.svg", picture(1200, 800)],
    ["content/people/lenko.svg", picture(400, 500)],
  ]);
}
