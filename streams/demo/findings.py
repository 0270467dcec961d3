"""What goes wrong in the season, in words: what was seen and why. All of it is invented."""

from schemas.vocabulary import Area

Finding = tuple[str, str]  # what was observed, and the cause found behind it

FINDINGS: dict[Area, tuple[Finding, ...]] = {
    Area.C2_COMMS: (
        ("Two brigades lost the common net for five hours.", "Keys were issued for one week only"),
        ("Orders reached the second battalion by courier.", "No fallback net was planned"),
        ("Staffs worked from two situation maps.", "Nobody owned the common picture at night"),
    ),
    Area.ISR: (
        ("Tracks were an hour old when they were used.", "Releases were signed by one person"),
        ("The same ship was reported under three names.", "Reports carry no common identity"),
    ),
    Area.LAND: (
        ("The river crossing began nine hours late.", "Bridging and traffic plans did not meet"),
        ("Two columns met on one road.", "March tables were not shared across the border"),
        ("Fire missions waited for clearance.", "Clearance rules differ between the neighbours"),
    ),
    Area.MARITIME: (
        ("The screen had a gap to the north.", "Sector limits were read in two ways"),
        ("Refuelling at sea was broken off.", "Hoses and couplings do not fit"),
    ),
    Area.AIR: (
        ("Four sorties were lost to diplomatic clearance.", "Clearances lapse at midnight"),
        ("Tanker slots went unused.", "The tasking order came in two formats"),
    ),
    Area.CYBER_HYBRID: (
        ("The false message ran for a day.", "No one was named to answer in public"),
        ("A stolen account stayed open for 30 hours.", "Accounts of visitors are not reviewed"),
        ("The backup could not be read.", "Restoring had never been tried"),
    ),
    Area.LOGISTICS: (
        ("Fuel arrived six hours late at the second bridge.", "Nobody planned the fuel stops"),
        ("Spare parts stood at the wrong railhead.", "Stock codes differ between the nations"),
        ("Convoys waited for escorts at the border.", "Movement requests go by letter"),
    ),
    Area.CBRN: (
        ("Masks did not fit half of the reserve company.", "Sizes are not on the packing lists"),
        ("The warning took 40 minutes to reach all.", "The warning net is switched off at night"),
    ),
    Area.CIVIL_PREP: (
        ("The hospital took no patients from the field.", "The agreement covers peace only"),
        ("Town and brigade claimed the same bridge.", "The civil plan was not asked for"),
    ),
}
STAFFS: dict[Area, tuple[str, ...]] = {
    Area.C2_COMMS: ("EXERCISE signals school", "EXERCISE communications staff"),
    Area.ISR: ("EXERCISE intelligence staff", "EXERCISE fusion cell"),
    Area.LAND: ("EXERCISE land command", "EXERCISE engineer school"),
    Area.MARITIME: ("EXERCISE maritime command", "EXERCISE fleet training centre"),
    Area.AIR: ("EXERCISE air command", "EXERCISE air tasking cell"),
    Area.CYBER_HYBRID: ("EXERCISE cyber centre", "EXERCISE public affairs staff"),
    Area.LOGISTICS: ("EXERCISE logistics staff", "EXERCISE movement centre"),
    Area.CBRN: ("EXERCISE protection centre", "EXERCISE warning cell"),
    Area.CIVIL_PREP: ("EXERCISE civil planning board", "EXERCISE host nation staff"),
}
REJECTIONS = ("seen before and remedied", "an effect of the scenario", "not borne out by the log")
CLOSURES = ("the cost is out of proportion", "the equipment is being replaced")
