/** From these mean entropies on, as parts of the greatest. For two classes: 90 and 80 % sure on the average text. */
const PARTLY = 0.47;
const UNSURE = 0.72;

/** How sure the labels around a text are, in words. */
export function aroundInWords(uncertainty: number): string {
  if (uncertainty >= UNSURE) return "unsure";
  return uncertainty >= PARTLY ? "partly sure" : "sure";
}
