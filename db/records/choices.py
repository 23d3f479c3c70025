"""Lists that several nouns share: the results of early childhood development, care components, ages, sexes."""

from db.fields import N_, Choice


class EcdResult(Choice):
    """The seven results of “Primero la Infancia”. Sources number them differently, so the code is what is stored."""

    HEALTHY_BIRTH = "NS", N_("Healthy birth")
    SECURE_ATTACHMENT = "AS", N_("Secure attachment")
    NUTRITION = "EN", N_("Adequate nutrition")
    VERBAL_COMMUNICATION = "CV", N_("Effective verbal communication")
    WALKING = "CA", N_("Walks alone, steadily")
    REGULATION = "RE", N_("Regulates emotions and behaviour")
    SYMBOLIC_FUNCTION = "FS", N_("Symbolic function")


class CareComponent(Choice):
    """The five components of nurturing care (WHO, UNICEF, World Bank, 2018)."""

    HEALTH = "health", N_("Good health")
    NUTRITION = "nutrition", N_("Good nutrition")
    SAFETY = "safety", N_("Safety and security")
    RESPONSIVE_CARE = "responsive_care", N_("Responsive caregiving")
    LEARNING = "learning", N_("Early learning opportunities")


class AgeBand(Choice):
    """Whom something is for."""

    PREGNANT = "pregnant", N_("Pregnant women")
    MONTHS_0_12 = "months_0_12", N_("0–12 months")
    MONTHS_13_36 = "months_13_36", N_("13–36 months")
    YEARS_3_5 = "years_3_5", N_("3–5 years")
    CAREGIVERS = "caregivers", N_("Caregivers")
    OTHERS = "others", N_("Others")


class Sex(Choice):
    FEMALE = "female", N_("Female")
    MALE = "male", N_("Male")
