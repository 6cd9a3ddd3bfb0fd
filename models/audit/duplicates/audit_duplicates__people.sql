{%- set evidence = [
    'declared_link', 'same_email', 'same_name', 'same_phone', 'same_domain', 'same_place',
] -%}
with records as (
    select * from {{ ref('audit_duplicates__records') }}
),

pairs as (
    select * from {{ ref('audit_duplicates__pairs') }}
),

weights as (
    {{- evidence_weights('people', evidence) }}
),

limits as (
    select
        cast({{ audit_limit('name_likeness_percent') }} as decimal(9, 4)) / 100 as name_likeness
),

links as (
    select
        left_identity_key as left_key,
        right_identity_key as right_key
    from pairs
    where is_duplicate and left_identity_key <> right_identity_key
),

labels as (
    {{ components('links') }}
),

grouped as (
    select
        records.person_key,
        coalesce(labels.label, records.identity_key) as person_id,
        records.identity_key,
        records.system,
        records.object,
        records.owner_key,
        records.created_at,
        records.is_live,
        records.is_of_record,
        records.is_payer,
        records.is_shared_inbox,
        coalesce(records.is_opted_out, false) as is_opted_out
    from records
    left join labels on records.identity_key = labels.node
),

-- The oldest live record of an object of a system is the one to keep.
ranked as (
    select
        person_key,
        person_id,
        identity_key,
        system,
        object,
        owner_key,
        is_live,
        is_of_record,
        is_payer,
        is_shared_inbox,
        is_opted_out,
        count(*) over (partition by person_id) as records_of_person,
        cast(
            count_if(is_live) over (partition by person_id, system, object) as bigint
        ) as live_records_here,
        first_value(person_key) over (
            partition by person_id, system, object
            order by case when is_live then 0 else 1 end, created_at asc nulls last, person_key
        ) as survivor_key,
        first_value(owner_key) over (
            partition by person_id, system, object
            order by case when is_live then 0 else 1 end, created_at asc nulls last, person_key
        ) as survivor_owner_key,
        max(case when is_live and object = 'contact' then person_key end) over (
            partition by person_id, system
        ) as contact_key,
        max(case when is_live and is_opted_out then person_key end) over (
            partition by person_id, system
        ) as opted_out_key
    from grouped
),

-- Only what is not the survivor is compared with it, to say why in words.
doubled as (
    select
        ranked.person_key,
        {{ person_evidence(
            'record', 'survivor', 'coalesce(pairs.is_linked, false)', 'limits.name_likeness'
        ) }}
    from ranked
    cross join limits
    inner join records as record on ranked.person_key = record.person_key
    inner join records as survivor on ranked.survivor_key = survivor.person_key
    left join pairs
        on pairs.left_key = least(ranked.person_key, ranked.survivor_key)
        and pairs.right_key = greatest(ranked.person_key, ranked.survivor_key)
    where
        ranked.is_live
        and ranked.live_records_here > 1
        and ranked.person_key <> ranked.survivor_key
),

worded as (
    select
        doubled.person_key,
{{ evidence_words(evidence, 'weights') }} as evidence
    from doubled
    cross join weights
),

final as (
    select
        ranked.person_key,
        ranked.person_id,
        ranked.identity_key,
        ranked.system,
        ranked.object,
        ranked.is_live,
        ranked.is_of_record,
        ranked.is_payer,
        ranked.records_of_person,
        ranked.live_records_here,
        case when ranked.is_live then ranked.survivor_key end as survivor_key,
        ranked.is_live and ranked.person_key = ranked.survivor_key as is_survivor,
        ranked.is_live and ranked.person_key <> ranked.survivor_key as is_duplicate,
        case
            when ranked.is_live and ranked.person_key <> ranked.survivor_key
                then coalesce(nullif(worded.evidence, ''), 'through a third record')
        end as evidence,
        case when ranked.object = 'lead' and ranked.is_live then ranked.contact_key end
            as contact_key,
        ranked.is_live and ranked.object = 'lead' and ranked.contact_key is not null
            as is_already_contact,
        ranked.owner_key,
        case when ranked.is_live then ranked.survivor_owner_key end as survivor_owner_key,
        ranked.is_live
            and ranked.person_key <> ranked.survivor_key
            and ranked.owner_key is distinct from ranked.survivor_owner_key as is_owner_split,
        ranked.is_live and ranked.is_shared_inbox as is_shared_inbox,
        ranked.is_opted_out,
        ranked.is_live and not ranked.is_opted_out and ranked.opted_out_key is not null
            as is_opt_out_missed,
        case
            when ranked.is_live and not ranked.is_opted_out then ranked.opted_out_key
        end as opted_out_key
    from ranked
    left join worded on ranked.person_key = worded.person_key
)

select * from final
