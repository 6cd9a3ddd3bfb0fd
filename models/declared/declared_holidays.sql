select calendar, cast(holiday_on as date) as holiday_on, declared_in
from {{ source('declared', 'holidays') }}
