select owner, name, email, team, backup, escalation, declared_in
from {{ source('declared', 'owners') }}
