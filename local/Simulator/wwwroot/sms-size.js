// Parts of an SMS: GSM 03.38 at 160/153 septets, everything else at 70/67 UTF-16 units. The simulator counts the same way.
const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extension = new Set("\f^{}\\[~]|€");

export function smsSize(text) {
  const characters = [...text];
  const gsm = characters.every((character) => basic.has(character) || extension.has(character));
  const width = (character) => (gsm ? (extension.has(character) ? 2 : 1) : character.length);
  const [single, part] = gsm ? [160, 153] : [70, 67];
  const total = characters.reduce((sum, character) => sum + width(character), 0);
  let segments = 1;
  if (total > single) {
    let used = 0;
    for (const character of characters) {
      if (used + width(character) > part) {
        segments++;
        used = 0;
      }
      used += width(character);
    }
  }
  return { segments, encoding: gsm ? "GSM-7" : "UCS-2" };
}
