"""What stands before a question: the question that it follows, or why somebody asks it.

The product reads a follow-up behind the question that it leans on (`lean_on`), and people explain
themselves before they ask. Only what is asked last counts.
"""

from collections.abc import Sequence

import numpy as np

from onrecord.question.intent import guess_language

FOLLOWS = 0.6  # share of questions with something before them that follow another question
_REASONS = {
    "fr": (
        "Bonjour, j'ai une question au sujet de « {title} ».",
        "Je prépare un article sur « {title} » et il me manque une chose :",
        "Je suis étudiant et je travaille sur ce sujet pour mon mémoire.",
        "J'ai lu l'entretien en diagonale et je ne retrouve plus le passage.",
        "Un collègue m'a parlé de cet entretien hier à la cafétéria et nous ne sommes pas d'accord :",
        "On raconte beaucoup de choses sur ce métier, souvent sans rien en connaître ;",
        "Je siège au conseil de ma commune, où la question revient à chaque réunion :",
        "Désolé si cela a déjà été demandé.",
        "Merci de me répondre vite, je boucle mon papier ce soir :",
        "Dans ma ville nous avons eu exactement le même problème l'an dernier.",
        "Je ne connais rien au sujet, alors excusez-moi si c'est naïf :",
        "Pour un exposé avec mes élèves de troisième, il me faudrait un chiffre ou une phrase.",
        "Il paraît que tout a changé depuis quelques années ;",
        "J'aimerais vérifier une citation avant de la publier :",
        "Ma grand-mère, qui a connu cela autrefois, voudrait savoir.",
        "Beaucoup pensent que l'argent explique tout.",
        "En deux mots, s'il vous plaît :",
        "Au-delà de ce que disent les communiqués officiels,",
    ),
    "en": (
        "Hello, I have a question about “{title}”.",
        "I am writing a piece on “{title}” and one thing is missing:",
        "I teach this subject and my students keep asking me the same thing.",
        "A colleague told me about this interview and we do not agree:",
        "Sorry if this has been asked before.",
        "People say a lot about this trade without knowing much of it;",
        "Our town had the very same problem last year.",
        "I would like to check a quote before it is printed:",
        "I only skimmed the text and cannot find the passage again.",
        "In a few words, please:",
    ),
}


def lead_in(question: str, title: str, earlier: Sequence[str], chance: np.random.Generator) -> str:
    """Return a question with something before it: one of `earlier`, or why it is asked."""
    lowered = question[0].lower() + question[1:]
    if earlier and chance.random() < FOLLOWS:
        before = earlier[int(chance.integers(len(earlier)))]
        goes_on = chance.random() < 0.4 and guess_language(question) == "fr"
        return f"{before} {f'et {lowered}' if goes_on else question}"
    reasons = _REASONS[guess_language(question)]
    reason = reasons[int(chance.integers(len(reasons)))].format(title=title or "l'entretien")
    return f"{reason} {question if reason.endswith('.') else lowered}"
