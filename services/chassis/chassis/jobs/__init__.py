"""Work that takes long or goes by the clock: a job is a row of its owner's database, and Celery
carries its id to a worker.

All that matters stands in the row (`rows`): nothing is lost with Valkey or with a worker, and who
can write to Valkey can do no more than have a job tried that waits anyway. Who asks for a job adds
its row and rings; the background sends the ids of what waits (`sweep`); a worker takes the row
before it works, holds it by signs of life, and finishes it together with what came of it
(`lease`). A row whose worker fell silent waits once more, and is sent again.
"""
