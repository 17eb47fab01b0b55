"""Who does what where: experts of areas, maintainers, regulars, passers-by and hobbyists."""

from dataclasses import dataclass

from handiwork.world.dice import dice
from handiwork.world.people import Person
from handiwork.world.places import Area, Place

__all__ = ["Cast", "Team", "make_cast"]


@dataclass(frozen=True, slots=True)
class Team:
    """An area of a place, its experts (by rank) and the place's maintainer, who merges and releases."""

    place: Place
    area: Area
    experts: tuple[Person, ...]
    maintainer: Person


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody's part.

    Attributes
    ----------
    teams
        One for each area of each place.
    regulars
        People who do a handful of things in a few places.
    passers_by
        By place name: people who do one or two things there and nowhere else.
    hobbyists
        People who only push to repositories of their own.
    """

    teams: tuple[Team, ...]
    regulars: tuple[Person, ...]
    passers_by: dict[str, tuple[Person, ...]]
    hobbyists: tuple[Person, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All places, in order."""
        return tuple({team.place.name: team.place for team in self.teams}.values())

    def of(self, place: Place) -> tuple[Team, ...]:
        """Return the teams of a place."""
        return tuple(team for team in self.teams if team.place.name == place.name)


def make_cast(seed: int, people: tuple[Person, ...], places: tuple[Place, ...]) -> Cast:
    """Give everybody a part.

    The renamed person (the first) leads the first area of the first place, the namesake (the second) the first
    area of the second place, so that they never meet; the third is a regular.

    Parameters
    ----------
    seed
        Of the world.
    people
        Everybody, at least three for each area and one for each place.
    places
        Where they work.

    Returns
    -------
    Cast
        Their parts.
    """
    r = dice(seed, "cast")
    pool = list(people[3:])
    r.shuffle(pool)
    areas = [(place, area) for place in places for area in place.areas]
    ranks = 3 if 3 * len(areas) <= len(people) * 9 // 20 else 2
    leads = {places[0].name: people[0], places[min(1, len(places) - 1)].name: people[min(1, len(places) - 1)]}
    maintainers = {place.name: pool.pop() for place in places}
    teams: list[Team] = []
    for place, area in areas:
        lead = leads.pop(place.name, None)
        experts = ([] if lead is None else [lead]) + [pool.pop() for _ in range(ranks - (lead is not None))]
        teams.append(Team(place, area, tuple(experts), maintainers[place.name]))
    n_regulars, n_hobbyists = len(people) * 8 // 100, len(people) // 5
    regulars = [people[2], *pool[:n_regulars]]
    rest = pool[n_regulars + n_hobbyists :]
    visits: dict[str, list[Person]] = {place.name: [] for place in places}
    weights = [1 / (2 + rank) for rank in range(len(places))]
    for person, place in zip(rest, r.choices(places, weights, k=len(rest)), strict=True):
        visits[place.name].append(person)
    passers_by = {name: tuple(group) for name, group in visits.items()}
    return Cast(tuple(teams), tuple(regulars), passers_by, tuple(pool[n_regulars : n_regulars + n_hobbyists]))
