// Colour arithmetic for contrast.test.mjs. Channels are 0 to 1; `hex` is "#rrggbb".

export const channels = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);

/** sRGB to linear light (IEC 61966-2-1). */
const linear = (channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);

const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, value, at) => sum + value * vector[at], 0));

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(one, other) {
  const luminance = (hex) => times([[0.2126, 0.7152, 0.0722]], channels(hex).map(linear))[0];
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** How a colour is seen without one kind of cone: Machado, Oliveira and Fernandes 2009, table 1, severity 1.0,
 *  applied to linear light. */
export const sight = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** OKLab coordinates (Ottosson 2020) of linear light, each channel kept inside its range. */
function oklab(light) {
  const cones = times(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]],
    light.map((value) => Math.min(1, Math.max(0, value))),
  ).map(Math.cbrt);
  return times(
    [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]],
    cones,
  );
}

/** How far apart two colours are for somebody with this sight: distance in OKLab, about 0.02 is just noticeable. */
export function distance(one, other, matrix) {
  const [a, b] = [one, other].map((hex) => oklab(times(matrix, channels(hex).map(linear))));
  return Math.hypot(...a.map((value, at) => value - b[at]));
}
