select cost, cast(amount as decimal(18, 4)) as amount, currency, declared_in
from {{ source('declared', 'costs') }}
