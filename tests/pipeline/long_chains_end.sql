-- A chain of a thousand links is one component with the smallest node as label, and its end is the
-- last node. Each round doubles the distance, so a run ends for every merge history.
with
    digits as (
        select 0 as digit
        {%- for digit in range(1, 10) %}
            union all
            select {{ digit }} as digit
        {%- endfor %}
    ),

    links as (
        select
            1000 + hundreds.digit * 100 + tens.digit * 10 + ones.digit as left_key,
            1001 + hundreds.digit * 100 + tens.digit * 10 + ones.digit as right_key
        from digits as hundreds
        cross join digits as tens
        cross join digits as ones
    ),

    labels as ({{ components('links') }}),

    ends as ({{ chain_ends('links', 'left_key', 'right_key') }})

select 'component' as what, node as start_key, label as end_key
from labels
where label <> 1000
union all
select 'chain' as what, start_key, end_key
from ends
where end_key is distinct from 2000 or links <> 2000 - start_key or is_cycle
