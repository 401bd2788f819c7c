"""One barrier for two rounds, with an action and one chosen thread."""

import threading

cards = []
log = []
dealt = []


def end_of_round():
    log.append(f"{len(cards)} cards on the table")


barrier = threading.Barrier(2, action=end_of_round)


def play():
    for round_number in (1, 2):
        cards.append("card")
        if barrier.wait() == 0:
            dealt.append(f"one thread deals after round {round_number}")


players = [threading.Thread(target=play) for _ in range(2)]
for player in players:
    player.start()
for player in players:
    player.join()
print(*log, *sorted(dealt), sep="\n")
