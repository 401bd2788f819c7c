"""What isn't there is missed as it is outside."""

# expect: finished:No module named 'beside.nothing' | No module named 'nowhere' | cannot import name 'nothing' from 'runs'
messages = []
for statement in (
    "import beside.nothing",
    "import nowhere",
    "from runs import nothing",
):
    try:
        exec(statement)
    except ImportError as error:
        messages.append(str(error).partition(" (")[0])
print(" | ".join(messages))
