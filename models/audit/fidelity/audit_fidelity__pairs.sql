with sources as (
    select * from {{ ref('audit_fidelity__sources') }}
),

handoffs as (
    select * from {{ ref('declared_handoffs') }}
),

record_values as (
    select * from {{ ref('record_values') }}
),

people as (
    select * from {{ ref('people') }}
),

opportunities as (
    select * from {{ ref('opportunities') }}
),

companies as (
    select * from {{ ref('companies') }}
),

merges as (
    select * from {{ ref('audit_duplicates__merges') }}
),

gone as (
    select person_key as entity_key
    from people
    where is_deleted or merged_into_key is not null
    union all
    select company_key as entity_key
    from companies
    where is_deleted or merged_into_key is not null
    union all
    select opportunity_key as entity_key
    from opportunities
    where is_deleted
),

-- An id of a record that was merged away stands for the last winner.
carried as (
    select
        handoffs.handoff_id,
        {{ value_at('record_values.column_values', 'handoffs.target_match_position') }} as match_id,
        coalesce(merges.final_key, record_values.entity_key) as target_record_key
    from handoffs
    inner join record_values
        on handoffs.to_system = record_values.system
        and handoffs.to_object = record_values.object
    left join merges on record_values.entity_key = merges.loser_key and not merges.is_dead_end
    where handoffs.match_basis = 'declared_id'
    union all
    select
        handoffs.handoff_id,
        substr(
            merges.loser_key, length(merges.system) + length(merges.object) + 3
        ) as match_id,
        merges.final_key as target_record_key
    from handoffs
    inner join merges
        on handoffs.to_system = merges.system
        and handoffs.to_object = merges.object
    where
        handoffs.match_basis = 'declared_id'
        and not merges.is_loser_known
        and not merges.is_dead_end
),

targets as (
    select distinct
        carried.handoff_id,
        {{ id_match('carried.match_id') }} as match_id,
        carried.target_record_key
    from carried
    left join gone on carried.target_record_key = gone.entity_key
    where carried.match_id is not null and gone.entity_key is null
),

by_id as (
    select
        sources.handoff_id,
        sources.source_record_key,
        targets.target_record_key,
        sources.sent_at
    from sources
    inner join targets
        on sources.handoff_id = targets.handoff_id and sources.match_id = targets.match_id
),

paired_by_id as (
    select
        handoff_id,
        source_record_key,
        count(*) as targets
    from by_id
    group by handoff_id, source_record_key
),

known as (
    select
        handoffs.handoff_id,
        people.email_normalised,
        people.full_name,
        people.is_converted,
        people.created_at,
        people.person_key as target_record_key
    from handoffs
    inner join people
        on handoffs.to_system = people.system
        and handoffs.to_object = people.object
    where
        people.email_normalised is not null
        and not coalesce(people.is_deleted, false)
        and people.merged_into_key is null
),

-- Several records can carry one address: the one with the same name, not yet converted, oldest.
-- A shared inbox stands for several people, so there the name must not differ.
by_identity as (
    select
        sources.handoff_id,
        sources.source_record_key,
        known.target_record_key,
        sources.sent_at,
        count(*) over (partition by sources.handoff_id, sources.source_record_key) as candidates
    from sources
    left join paired_by_id
        on sources.handoff_id = paired_by_id.handoff_id
        and sources.source_record_key = paired_by_id.source_record_key
    inner join known
        on sources.handoff_id = known.handoff_id
        and sources.email_normalised = known.email_normalised
    where
        paired_by_id.source_record_key is null
        and sources.source_record_key <> known.target_record_key
        and not (sources.is_shared_inbox and coalesce(sources.full_name <> known.full_name, false))
    qualify row_number() over (
        partition by sources.handoff_id, sources.source_record_key
        order by
            case when sources.full_name = known.full_name then 0 else 1 end,
            case when known.is_converted then 1 else 0 end,
            known.created_at asc nulls last,
            known.target_record_key
    ) = 1
),

paired as (
    select
        by_id.handoff_id,
        by_id.source_record_key,
        by_id.target_record_key,
        'declared_id' as basis,
        paired_by_id.targets as candidate_count,
        by_id.sent_at
    from by_id
    inner join paired_by_id
        on by_id.handoff_id = paired_by_id.handoff_id
        and by_id.source_record_key = paired_by_id.source_record_key
    union all
    select
        handoff_id,
        source_record_key,
        target_record_key,
        'identity' as basis,
        candidates as candidate_count,
        sent_at
    from by_identity
),

-- A later form fill replaces what an earlier one said: only the last one can be compared with a
-- record that holds one value per field.
final as (
    select
        handoff_id,
        source_record_key,
        target_record_key,
        basis,
        candidate_count,
        sent_at is not null and row_number() over (
            partition by handoff_id, target_record_key
            order by sent_at desc nulls last, source_record_key
        ) > 1 as is_superseded
    from paired
)

select * from final
