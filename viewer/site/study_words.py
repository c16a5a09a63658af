"""What the player of a study says between films, in the window's language."""

from __future__ import annotations

from inference.site.reader_study.progress import Standing
from inference.site.reader_study.study_file import Arm, ArmKind, Scale, Study
from viewer.site.study_rating import STEPS
from viewer.style.translation import tr

Words = tuple[str, str]


def arm_words(arm: Arm) -> str:
    """What an arm shows, in sentences."""
    if arm.kind is ArmKind.UNAIDED:
        return tr("You read without the model: nothing of it is shown.")
    told = (
        tr("The model's word is shown from the start.")
        if arm.kind is ArmKind.AI_FIRST
        else tr(
            "First you read without the model. Once all is rated its word appears, and you may revise your ratings."
        )
    )
    heat = tr("Heatmaps are shown too; M hides and shows them.")
    return f"{told} {heat}" if arm.heat else told


def scale_words(scale: Scale) -> str:
    """What the ratings mean."""
    if scale is Scale.FIVE:
        return "   ".join(f"{value} {tr(words)}" for value, words in enumerate(STEPS, start=1))
    return tr("0 definitely absent … 100 definitely present")


def keys_words(scale: Scale, *, go_back: bool) -> str:
    """Which keys do what."""
    rate = tr("1 to 5 rate a finding") if scale is Scale.FIVE else tr("Digits rate a finding, Enter goes to the next")
    told = [rate, tr("Enter: next film"), tr("Up, Down: another finding")]
    told += [tr("Backspace: the film before")] * (go_back and scale is Scale.FIVE)
    told += [tr("Page up: the film before")] * (go_back and scale is Scale.HUNDRED)
    return "   ".join((*told, tr("I: invert"), tr("Space: reset view"), tr("Esc: pause")))


def block_words(study: Study, arm: Arm, films: int, read: int) -> Words:
    """What is said before the films of an arm."""
    left = films - read
    title = tr("{count} films: {arm}").format(count=left, arm=arm.name)
    told = (arm_words(arm), scale_words(study.scale), keys_words(study.scale, go_back=study.go_back))
    return title, "\n\n".join((*told, tr("The clock runs while you see a film, and stands still when you pause.")))


def pause_words(study: Study) -> Words:
    """What is said while the reader rests."""
    told = tr("The clock stands still and the film is hidden. Everything you rated is kept.")
    words = (told, scale_words(study.scale), keys_words(study.scale, go_back=study.go_back))
    return tr("Paused"), "\n\n".join(words)


def away_words() -> Words:
    """What is said while another window is in front."""
    return tr("Paused"), tr("Another window is in front. The film comes back, and the clock goes on, with this one.")


def end_words(standing: Standing, file_name: str) -> Words:
    """What is said when nothing is left to read now."""
    if standing.opens is not None:
        opens = standing.opens.astimezone().date().isoformat()
        return (
            tr("This session is read"),
            tr("Session {number} of {count} opens on {date}: so many days between arms were agreed.").format(
                number=standing.session + 1, count=standing.sessions, date=opens
            ),
        )
    told = tr("Every film is read in every arm. Give the file “{name}” to whoever runs the study.")
    return tr("The study is read"), told.format(name=file_name)
