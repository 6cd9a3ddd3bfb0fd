with
    sources as {{ not_materialized() }} (select * from {{ ref('audit_matching__source_records') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    people as {{ not_materialized() }} (select * from {{ ref('people') }}),

    submissions as {{ not_materialized() }} (select * from {{ ref('submissions') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    companies as (select * from {{ ref('companies') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    keys as (select * from {{ ref('audit_matching__keys') }}),

    role_mailboxes as (select * from {{ ref('role_mailboxes') }}),

    unlinkable as (select distinct handoff_id from keys where not is_linkable),

    merged_ids as (
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

    -- Replaces the id of a record that was merged away by the id of the last winner.
    ids_in_source as (
        select
            handoffs.handoff_id,
            {{ value_at('record_values.column_values', 'handoffs.target_match_position') }}
            as match_id,
            coalesce(merges.final_key, record_values.entity_key) as target_record_key
        from handoffs
        inner join
            record_values
            on handoffs.to_system = record_values.system
            and handoffs.to_object = record_values.object
        left join merges on record_values.entity_key = merges.loser_key and not merges.is_dead_end
        where handoffs.match_basis = 'declared_id'
        union all
        select
            handoffs.handoff_id,
            substr(merges.loser_key, length(merges.system) + length(merges.object) + 3) as match_id,
            merges.final_key as target_record_key
        from handoffs
        inner join
            merges on handoffs.to_system = merges.system and handoffs.to_object = merges.object
        where
            handoffs.match_basis = 'declared_id'
            and not merges.is_loser_known
            and not merges.is_dead_end
    ),

    targets as (
        select distinct
            ids_in_source.handoff_id,
            {{ comparable_id('ids_in_source.match_id') }} as match_id,
            ids_in_source.target_record_key
        from ids_in_source
        left join merged_ids on ids_in_source.target_record_key = merged_ids.entity_key
        where ids_in_source.match_id is not null and merged_ids.entity_key is null
    ),

    resolved_ids as (
        select sources.handoff_id, sources.source_record_key, targets.target_record_key
        from sources
        inner join
            targets
            on sources.handoff_id = targets.handoff_id
            and sources.match_id = targets.match_id
        left join unlinkable on sources.handoff_id = unlinkable.handoff_id
        where unlinkable.handoff_id is null
    ),

    paired_by_id as (
        select handoff_id, source_record_key, count(*) as targets
        from resolved_ids
        group by handoff_id, source_record_key
    ),

    identities as (
        select person_key as entity_key, email_normalised, full_name
        from people
        where email_normalised is not null
        union all
        select submission_key as entity_key, email_normalised, full_name
        from submissions
        where email_normalised is not null
    ),

    -- Matches records without a shared id by e-mail and name.
    unpaired as (
        select
            sources.handoff_id,
            sources.source_record_key,
            identities.email_normalised,
            identities.full_name,
            role_mailboxes.mailbox is not null as is_shared_inbox
        from sources
        left join
            paired_by_id
            on sources.handoff_id = paired_by_id.handoff_id
            and sources.source_record_key = paired_by_id.source_record_key
        inner join identities on sources.source_record_key = identities.entity_key
        left join
            role_mailboxes
            on split_part(identities.email_normalised, '@', 1) = role_mailboxes.mailbox
        where paired_by_id.source_record_key is null and sources.not_judged_because is null
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
        inner join
            people on handoffs.to_system = people.system and handoffs.to_object = people.object
        where
            people.email_normalised is not null
            -- null means no export says that it was deleted: it is there.
            and not coalesce(people.is_deleted, false)
            and people.merged_into_key is null
    ),

    -- If several records have the address, prefers the one with the same name, then the
    -- unconverted, then the oldest. Several people use a shared inbox, so there the name must
    -- match.
    paired_by_identity as (
        select
            unpaired.handoff_id,
            unpaired.source_record_key,
            known.target_record_key,
            count(*) over (
                partition by unpaired.handoff_id, unpaired.source_record_key
            ) as candidates
        from unpaired
        inner join
            known
            on unpaired.handoff_id = known.handoff_id
            and unpaired.email_normalised = known.email_normalised
        where
            unpaired.source_record_key <> known.target_record_key
            -- null means a name is missing: nothing says that it is another person.
            and not (
                unpaired.is_shared_inbox and coalesce(unpaired.full_name <> known.full_name, false)
            )
        qualify
            row_number() over (
                partition by unpaired.handoff_id, unpaired.source_record_key
                order by
                    case when unpaired.full_name = known.full_name then 0 else 1 end,
                    case when known.is_converted then 1 else 0 end,
                    known.created_at asc nulls last,
                    known.target_record_key
            )
            = 1
    ),

    paired as (
        select
            resolved_ids.handoff_id,
            resolved_ids.source_record_key,
            resolved_ids.target_record_key,
            'declared_id' as basis,
            paired_by_id.targets as candidate_count
        from resolved_ids
        inner join
            paired_by_id
            on resolved_ids.handoff_id = paired_by_id.handoff_id
            and resolved_ids.source_record_key = paired_by_id.source_record_key
        union all
        select
            handoff_id,
            source_record_key,
            target_record_key,
            'identity' as basis,
            candidates as candidate_count
        from paired_by_identity
    ),

    -- A later submission replaces the answers of an earlier one: only the last one can be
    -- compared with a record that stores one value per field.
    final as (
        select
            paired.handoff_id,
            paired.source_record_key,
            paired.target_record_key,
            paired.basis,
            paired.candidate_count,
            submissions.submitted_at is not null
            and row_number() over (
                partition by paired.handoff_id, paired.target_record_key
                order by submissions.submitted_at desc nulls last, paired.source_record_key
            )
            > 1 as is_superseded
        from paired
        left join submissions on paired.source_record_key = submissions.submission_key
    )

select *
from final
