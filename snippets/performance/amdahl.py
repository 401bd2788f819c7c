"""How much faster a program gets if a part of it uses threads."""

alone = 10.0  # seconds that it takes now
shared = 8.0  # seconds of them in calls that let others run

for threads in (1, 2, 4, 8, 16):
    seconds = alone - shared + shared / threads
    times = alone / seconds
    print(f"{threads:2} threads: {seconds:4.1f} s, {times:.1f} times")
