{%- set parts = [
    {'part': 'systems', 'first': 'captured', 'last': 'in_crm'},
    {'part': 'queue', 'first': 'in_crm', 'last': 'assigned'},
    {'part': 'rep', 'first': 'assigned', 'last': 'first_attempt'},
] %}
-- Where the time from the form to the first attempt goes: in systems, in a queue, with a rep. Who
-- still waits is slower than everybody who arrived, so a percentile that falls on one has no
-- number.
with
    journeys as (select * from {{ ref('audit_lag__journeys') }}),

    spans as (
        {%- for item in parts %}
            select
                '{{ item.part }}' as part,
                {{ loop.index }} as part_order,
                journey_id,
                {{ elapsed_seconds(item.first ~ '_at', item.last ~ '_at') }} as seconds,
                {{ item.last }}_at is null as is_waiting
            from journeys
            where
                {{ item.first }}_at is not null
                and (
                    {{ item.last }}_at >= {{ item.first }}_at
                    or (
                        {{ item.last }}_at is null
                        and {{ item.last }}_verdict in ('waiting', 'waiting_breached')
                    )
                )
                {{- ' union all' if not loop.last }}
        {%- endfor %}
    ),

    ranked as (
        select
            spans.*,
            row_number() over (partition by part order by is_waiting, seconds, journey_id) as place,
            count(*) over (partition by part) as leads
        from spans
    ),

    final as (
        select
            part,
            cast(max(part_order) as bigint) as part_order,
            cast(max(leads) as bigint) as leads,
            cast(count_if(is_waiting) as bigint) as waiting,
            max(case when place = ceil(leads * 0.5) then seconds end) as median_seconds,
            max(case when place = ceil(leads * 0.9) then seconds end) as slow_tenth_seconds
        from ranked
        group by part
    )

select *
from final
