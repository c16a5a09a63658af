"""The words of the shipped pack's model card."""

HEAD = """
# ThoraCAM pack, version {version}

A small network that looks for seven findings on frontal chest films. **For research and teaching only. It is no medical
device, nobody has tested it in patients' care, and no decision about a patient may rest on it.**

**Pleural effusion and pneumothorax were learnt from real films and checked on real films. The other five were learnt
from findings that a program painted on real films: no real film with them was seen in training or in any test here.
They are shown as *experimental*, and nothing in this card says how often they are right on a patient.**

Network: MobileNetV2 (one grey channel, batch norms folded into the convolutions) whose stride-32 map is doubled in
size and added to a stride-16 map (1x1 convolutions, 256 channels), global average, one dense layer. Input {side} x
{side}, evidence map {cells} x {cells} cells. The head is linear: the Grad-CAM map adds up to the logit less its bias.
"""

DATA = """
## Films

A part of NIH ChestX-ray14 (frontal, 512 x 512, 8 bit), split by patient, stratified by finding, seeded. The labels were
mined from reports by the NIH and are right about nine times in ten; nobody read the films again for this pack. Painted
films lie on films of the same side of the split.
"""

SIMULATION = """
## What is simulated

`inference.recipes.simulate` finds lungs, heart and domes on a film and paints: pneumothorax (pleural line, no vessels
beyond it, thin slivers more often than not, deep sulcus), tension (with shift of the mediastinum, depressed dome),
effusion (meniscus, subpulmonic, supine veil), hemothorax (the same, denser, often with a broken rib: **a film hardly
tells it from other fluid**), pericardial effusion (globular heart), mediastinum (wide, mass, air streaks), rib
fracture (break, step, displacement, callus). It gives exact masks. Drains, lines, electrodes, letters, clothing, skin
folds and borders are laid on painted and on unpainted films alike, so that they tell nothing. A painted film is no
patient: borders are cleaner, accompanying signs are missing, and the network may know the brush.

![A finding a row: a synthetic film, the finding painted on it, its mask, and clutter laid over](simulation.jpg)
"""

MEASURED = """
## Measured on real films

On the validation films, which shared no patient with the training films. Intervals: 95 %, bootstrap over patients,
1,000 rounds. The validation films also chose the calibration and the operating point (greatest Youden index, against
all negatives), and the last phase's recipe was settled after a look at them in the phase before, so these figures
flatter somewhat; sensitivity and specificity most.
"""

PLACES = """
## Measured on painted films

Whether the heatmap lies on the finding: its hottest cell's centre within 4 % of the film's width of the painted mask,
against the hottest cell of another film's map (chance); and the overlap of the mask with all that is hotter than half
of the hottest. Then how well the score tells painted films from real ones without the finding: **this is not
accuracy**, it only says that something was learnt. The operating point of a simulated finding is set so that nine of
ten real validation films without it stay below.
"""

PREDICTIVE = """
## What a call means, by how common the finding is

From sensitivity and specificity above; for other prevalences the answer differs. For simulated findings nobody knows.
"""

SHORTCUTS = """
## Does it see the finding, or the circumstances?

AUC within each view, and the chance that a negative AP film scores above a negative PA film (0.50: the score does not
know the view; bedside AP films come from sicker patients, so some difference is not an error of the network). Then the
AUC as it is, with the outer 8 % of every film blanked (letters and borders are there), and with drains and lines drawn
on the negatives. Positives of simulated findings are painted films.
"""

FAITHFULNESS = """
## Is the heatmap faithful to the score?

Fall of the logit, on validation films with the finding, when a square of a fifth of the film's side around the hottest
cell is replaced by a smooth continuation of its surroundings, against the same done at four random places.
"""

NUMBERS = """
## How to read a bar

Calibration (temperature and bias per finding) is stated for a reference prevalence of {prevalence:.0%}: the bar is
the probability in a group in which half of the films have the finding. Where it is rarer, the same bar means less:
see the table above. **For a simulated finding the bar is an index and no probability**: 50 % is where nine of ten
real films without it stay below, one unit of log-odds is the spread of those films. The grey band is the middle 80 %
of the operating points that resampled patients give. Full colour on the heatmap is the 95th percentile of the hottest
cell among validation films with the finding.
"""

LOOKED = """
## Films looked at one by one

By us, not by a radiologist, on validation films with their heatmaps, after training:

- Pleural effusion: of the six highest and six lowest with the label, the high ones are marked at the right base or
  costophrenic angle; the missed ones are small, supine or hazy, and in two of them we saw none ourselves. The highest
  false alarms are consolidations and atelectases at a base, breasts over the angles, and one turned film.
- Pneumothorax: of the eleven, one apical pneumothorax is marked along its edge and one at the apex and side; in most
  others the warmest place is the chest wall, a breast's edge or the base, not the pleural line: the score then ranks
  the film for another reason. The highest false alarms have gas under the left dome, or air beside a raised arm.
- Tension pneumothorax: no real film with it. The highest real films have gas at the left base, or a pneumothorax.
- Hemothorax: follows pleural effusion, and hazy lungs on supine films.
- Pericardial effusion: the highest real films have large hearts, most of them labelled cardiomegaly, or a dense base.
- Mediastinum: unfolded aortas, turned films, goitre-like upper shadows, and once the rods of an operated spine.
- Rib fracture: on the highest real films the heat lies in many spots over the ribs of both sides: it found no fracture
  there that we could see. Trust a single hot spot more than many, and neither much.
"""

LIMITS = """
## Known traps and limits

- Few real pneumothoraces: their interval is wide, and small apical ones are missed.
- Chest drains accompany treated pneumothorax; the table above says how much drains on negatives change.
- Most normal AP films come from one subset of NIH whose abnormal films are all labelled pneumonia.
- The absence of the five simulated findings was presumed on films whose report does not hint at them.
- Not for lateral films, children's films, abdomen, CT localisers, photographs of films: the program's film check warns
  of them or refuses them, and does not catch all.
- One country, one hospital, 1992 to 2015. Sex and age groups were not compared: too few positives.
- The heatmap shows where the score came from, which need not be where the finding is.
"""

RECIPE = """
## How it was trained

`python -m inference.recipes.bundled_pack`: real films coarse, then fine (14 NIH labels); then real and painted films,
coarse and fine (seven findings, and 12 NIH labels that served in training and were dropped). Painted masks teach
where the class map should be hot (cross-entropy over cells, weight `places`). Films are changed at random (mirrored,
turned up to 10 degrees, scaled, moved, gamma, contrast, grain, borders, letters) and cluttered; AdamW on a cosine,
running average of the weights, float32; the pack holds float16. With `mirror`, logit and heatmap are the mean over a
film and its mirror image, here as in the program.
"""

SOURCES = """
## Sources, licence, thanks

- {nih} The authors thank the NIH Clinical Center, which provides the films without restriction on use.
- {mobilenet} Modified: dequantised, one grey channel, new head, fine-tuned.
- This pack: Apache License 2.0.
"""
