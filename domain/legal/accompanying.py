"""What is known of family permits for those who accompany somebody abroad, as a hint for whoever decides; never a rule.

The numbers name the project's legal facts. Practice changes and single cases differ, so a named human decides.
"""

from domain.shared.values import BilingualText

_HINTS = {
    # E15
    "VN": ("家族帯同の TT だけでは働けず、就労許可か免除の証明が要るとされます",
           "a TT card of accompanying family does not allow work by itself; a work permit or an exemption does"),
    # E09, E11
    "SG": ("帯同の DP では、2021年5月から自身の就労パスが要ります",
           "with a Dependant's Pass a work pass of one's own has been needed since May 2021"),
    # E12, E13
    "TH": ("家族の O ビザでは働けず、国外の仕事でも就労とみなされることがあります",
           "a family O visa carries no right to work, and work for abroad may count as work"),
    # E01, E03, E05
    "US": ("L-2S や E-S の記載があれば働けますが、H-4 では EAD が要ります",
           "L-2S and E-S spouses may work; with H-4 an EAD is needed"),
    # E06
    "GB": ("技能労働者のパートナーは、ほとんどの仕事ができます",
           "the partner of a Skilled Worker may take nearly any work"),
    # E22
    "DE": ("家族呼び寄せの滞在許可では、2013年9月から働けます",
           "a family-reunification permit has allowed work since September 2013"),
    # E17, E18
    "HK": ("就労者の帯同者は働けますが、留学生の帯同者は許可が要ります",
           "dependants of people admitted for work may work, those of students need leave first"),
    # E16
    "CN": ("家族の S1 では働けません", "family S1 status does not allow work"),
    # E27
    "AU": ("482 の帯同者には制限なく働ける資格があります", "those included on a 482 visa have full work rights"),
    # E30
    "IN": ("帯同の X ビザでは働けません", "an X visa of a dependant does not allow work"),
    # E31
    "ID": ("家族の滞在許可では働けません", "a dependent stay permit does not allow work"),
    # E32
    "MY": ("帯同の DP では働けず、自身の就労パスが要るとされます",
           "a Dependant Pass gives no right to work; a pass of one's own is needed"),
}  # fmt: skip


def hint(country: str) -> BilingualText | None:
    """What is known of family permits of a country (ISO code); None where nothing is."""
    found = _HINTS.get(country)
    return BilingualText(ja=found[0], en=found[1]) if found else None
