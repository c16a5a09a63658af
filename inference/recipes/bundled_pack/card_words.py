"""The words of the bundled pack's model card."""

HEAD = """
# ThoraCAM pack, version {version}

A small network that looks for seven findings on frontal chest films. **For research and teaching only. It is no medical
device, nobody has tested it in patients' care, and no decision about a patient may rest on it.**

**Only pleural effusion and pneumothorax were learnt from, and checked on, real films with the finding.** Rib fracture
was learnt from 23 real films read by radiologists beside simulated ones; pericardial effusion is scored by the large
heart silhouette that a film shows of it; tension pneumothorax, hemothorax and mediastinum abnormality were learnt from
findings that a program drew on real films. These five are shown as *experimental*: their bar is an index, no
probability, and half of it is where hardly one in a hundred real films of any kind lies above.

Network: EfficientNet-Lite 0 (one grey channel, batch norms folded into the convolutions) whose stride-32 map is doubled
in size and added to a stride-16 map (1x1 convolutions, 256 channels), global average, one dense layer. Input {side} x
{side}, evidence map {cells} x {cells} cells. The head is linear: the Grad-CAM map adds up to the logit less its bias.
Every film is brought to one softness (Gaussian, {softness:g} pixels of the input in all) whatever its pixels, in
training, calibration and use.
"""

DATA = """
## Films

From NIH ChestX-ray14 (NIH Clinical Center), 512 pixels; a set of it with the probabilities of a contest's network for
pneumothorax (SIIM-ACR 2019; the network's repository names no licence; its films' patients are unknown and all in
*train*); and films of one other hospital with lungs and heart outlined by hand. Patients lie in one of three parts,
drawn before: *train*, *choose* (calibration, operating points and all decisions), *report* (looked at by the command
that wrote this card, when all was decided). **The report part was looked at twice**: for version 2.0.0, and for 2.1.0,
in which the head of rib fracture alone is another. The first look (fracture 0.56) is why it was fitted again; how, was
decided on *choose* before the second. 2.2.0 is the network of 2.1.0 and knows films by another layer, chosen on
*choose*: of the report part nothing but the shares marked as unlike was looked at a third time. Labels: what three
radiologists read, where they read; elsewhere what was mined from reports, softened: against the radiologists it found
38 % of effusions and 56 % of pneumothoraces.
"""

SIMULATION = """
## What is simulated

`inference.recipes.simulate` finds lungs, heart and domes on a film and draws: pneumothorax (pleural line, no vessels
beyond it, thin slivers more often than not, deep sulcus), tension (with shift of the mediastinum, depressed dome),
effusion (meniscus, subpulmonic, supine veil), hemothorax (the same, denser, often with a broken rib: **a film hardly
tells it from other fluid**), pericardial effusion (globular heart), mediastinum (wide, mass, air streaks), rib
fracture (break, step, displacement, callus), with exact masks. Drains, lines, electrodes, letters, clothing, skin
folds and borders are laid on films with and without a simulated finding alike. A simulated film is no patient: signs
that go with the finding are missing, and the network may know the brush.
"""

AREAS = """
## How well the score ranks films (report part)

Area under the ROC curve against all other films that were judged, and against normal films alone; sensitivity and
specificity at the pack's operating point. *experts*: three radiologists' reading; *reports*: labels mined from
reports, wrong often enough that no network can reach 1 by them. Pericardial effusion is judged by cardiomegaly, which
is what there are labels for. 95 % intervals over patients, no narrower than those that hold for few films (Newcombe's
for areas, Wilson's for shares).
"""

ALARMS = """
## How often it cries wolf (report part)

Shares of films called, by finding and with at least one call, and the share that the program marks as unlike the films
this pack knows: farther off, among the means of the third stage's 40 channels, than 99 of 100 films of the choosing
part. Operating points were set on that part so that about 7 and 8 of 100 normal films are called for pneumothorax and
effusion, and about one of 100 films of any kind for each other finding.
"""

PLACES = """
## Where the heat lies (report part)

Films with a radiologist's box, and films with a simulated finding: the share whose hottest cell lies within 4 % of the
film's width of the place, against the hottest cell of another such film (chance); and the share of all heat inside.
"""

TOLD = """
## Simulated films against real ones

How well the score tells simulated films of the report part from its real films without the finding. **This is not
accuracy**: it says that the simulation was learnt, and near 1.00 also that it is easy to know.
"""

GROUPS = """
## Groups (report part)

The area by view, sex and age, by experts' labels where they read and mined labels elsewhere, with positives and
negatives. Where there are few of either, the figure says little.
"""

SHORTCUTS = """
## Does it see the finding, or the circumstances? (report part)

The area as it is, with the outer 8 % of every film blanked (letters and borders are there), and with drains and lines
drawn on the negatives; and the chance that a negative AP film scores above a negative PA film (0.50: the score does not
know the view; bedside films come from sicker patients, so some difference is no error of the network).
"""

SIZES = """
## One film, other pixels (report part)

{films} films at 512, 768, 1,024, 2,048 and 3,000 pixels, as PNG and as JPEG of quality 92, against 512 PNG: the median
change of a probability is {median:.3f}, the 95th percentile {high:.3f}; {flips:.1%} of calls flip ({worst:.1%} in the
finding with most).
"""

SPREADS = """
## Ten small views (report part)

Standard deviation of each probability over ten views of a film, turned up to 2 degrees, scaled by 3 %, moved by 2 %,
relit: median and 95th percentile over films.
"""

FAITHFULNESS = """
## Is the heatmap faithful to the score? (report part)

Fall of the logit, on films with the finding by experts, when a square of a fifth of the film's side around the hottest
cell is replaced by a smooth continuation of its surroundings, against the same done at four random places. Then how
alike maps stay (rank correlation) when the network's weights are shuffled from the top down: a map that stayed would
show the film, not the network.
"""

PREDICTIVE = """
## What a call means, by how common the finding is

From sensitivity and specificity by experts' labels above; for other prevalences the answer differs.
"""

NUMBERS = """
## How to read a bar

Probabilities of pleural effusion and pneumothorax are calibrated (Platt) by experts' labels of the choosing part and
stated for a prevalence of {prevalence:.0%}, which can be set in the program. **For the other five the bar is an index
and no probability.** The grey band is the middle 80 % of the operating points that resampled patients give. Full colour
on the heatmap is the 95th percentile of the hottest cell among called films.
"""

LIMITS = """
## Known traps and limits

- Sensitivity was given up for fewer false alarms: see the tables. A film without a call may well have a finding.
- Patients of the contest's films are unknown: some may be in the report part, so that its pneumothorax figures may
  flatter.
- Labels of one hospital teach nearly everything; films of intensive care and other hospitals score otherwise. The
  program marks films unlike those the pack knows; it does not find all of them.
- Chest drains accompany treated pneumothorax; the table above says how much drains on negatives change.
- Small apical, supine and loculated pneumothoraces and effusions are missed more often.
- Simulated findings: nobody knows how often they are right on patients.
- Not for lateral films, children's films, abdomen, CT localisers, photographs of films.
- The heatmap shows where the score came from, which need not be where the finding is.
"""

RECIPE = """
## How it was trained

`python -m inference.recipes.bundled_pack`: phases from coarse to fine, real and simulated films together; the seven
findings and 12 mined labels that served in training and were dropped. Boxes and masks teach where the class map is to
be hot, films without a finding that it is to be dark (weight `places`). Films are changed at random (mirrored, turned,
scaled, moved, relit, softened, sharpened, compressed, with borders and letters) and cluttered; AdamW on a cosine,
running average of the weights, bfloat16 with float32 weights; the pack holds float16. In the end the head of rib
fracture was fitted once more: a ridge regression on the pooled features of the films of *train* that radiologists read
for fractures, beside 300 simulated breaks and as many simulated pneumothoraces that count a tenth each.
"""

SOURCES = """
## Sources, licences, thanks

- {nih} The authors thank the NIH Clinical Center, which provides the films without restriction on use.
- {experts}
- {siim}
- {anatomy}
- {network}
- This pack: Apache License 2.0.
"""
