with
    sources as {{ not_materialized() }} (select * from {{ ref('audit_matching__source_records') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    people as {{ not_materialized() }} (select * from {{ ref('people') }}),

    submissions as {{ not_materialized() }} (select * from {{ ref('submissions') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    companies as (select * from {{ ref('companies') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    successors as (select * from {{ ref('audit_matching__successors') }}),

    addresses as {{ not_materialized() }} (select * from {{ ref('audit_matching__addresses') }}),

    keys as (select * from {{ ref('audit_matching__keys') }}),

    role_mailboxes as (select * from {{ ref('role_mailboxes') }}),

    generation_suffixes as (select * from {{ ref('generation_suffixes') }}),

    same_names as ({{ same_given_names() }}),

    limits as (
        select
            cast({{ audit_limit('name_likeness_percent') }} as decimal(9, 4)) / 100 as name_likeness
    ),

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

    -- A record that was merged or converted is replaced by the one that it went on in.
    ids_in_source as (
        select
            handoffs.handoff_id,
            {{ value_at('record_values.column_values', 'handoffs.target_match_position') }}
            as match_id,
            coalesce(successors.successor_key, record_values.entity_key) as target_record_key
        from handoffs
        inner join
            record_values
            on handoffs.to_system = record_values.system
            and handoffs.to_object = record_values.object
        left join successors on record_values.entity_key = successors.record_key
        where handoffs.match_basis = 'declared_id'
        union all
        select
            handoffs.handoff_id,
            substr(merges.loser_key, length(merges.system) + length(merges.object) + 3) as match_id,
            coalesce(successors.successor_key, merges.final_key) as target_record_key
        from handoffs
        inner join
            merges on handoffs.to_system = merges.system and handoffs.to_object = merges.object
        left join successors on merges.final_key = successors.record_key
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
        select
            sources.handoff_id, sources.source_record_key, sources.is_due, targets.target_record_key
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
        select
            people.person_key as entity_key,
            addresses.email_normalised,
            people.full_name,
            people.name_suffix,
            addresses.address_rank
        from people
        inner join addresses on people.person_key = addresses.person_key
        union all
        select
            submission_key as entity_key,
            email_normalised,
            full_name,
            name_suffix,
            1 as address_rank
        from submissions
        where email_normalised is not null
    ),

    -- Matches records without a shared id by e-mail and name.
    unpaired as (
        select
            sources.handoff_id,
            sources.source_record_key,
            sources.is_due,
            identities.email_normalised,
            identities.full_name,
            generation_suffixes.generation,
            identities.address_rank,
            role_mailboxes.mailbox is not null as is_shared_inbox
        from sources
        left join
            paired_by_id
            on sources.handoff_id = paired_by_id.handoff_id
            and sources.source_record_key = paired_by_id.source_record_key
        inner join identities on sources.source_record_key = identities.entity_key
        left join generation_suffixes on identities.name_suffix = generation_suffixes.suffix
        left join
            role_mailboxes
            on split_part(identities.email_normalised, '@', 1) = role_mailboxes.mailbox
        where paired_by_id.source_record_key is null and sources.not_judged_because is null
    ),

    -- Objects that the records of another object become.
    becomings as (
        select distinct people.system, people.object, contacts.object as next_object
        from people
        inner join people as contacts on people.converted_person_key = contacts.person_key
        where people.object <> contacts.object
    ),

    receiving_objects as (
        select handoff_id, to_system as system, to_object as object, false as is_next
        from handoffs
        where match_basis in ('declared_id', 'identity')
        union all
        select handoffs.handoff_id, handoffs.to_system, becomings.next_object, true as is_next
        from handoffs
        inner join
            becomings
            on handoffs.to_system = becomings.system
            and handoffs.to_object = becomings.object
        where handoffs.match_basis in ('declared_id', 'identity')
    ),

    -- A converted record is found by its address, and the record that it went on in is compared.
    known as (
        select
            receiving_objects.handoff_id,
            addresses.email_normalised,
            people.full_name,
            people.name_suffix,
            receiving_objects.is_next,
            addresses.address_rank,
            people.is_converted,
            people.created_at,
            coalesce(successors.successor_key, people.person_key) as target_record_key
        from receiving_objects
        inner join
            people
            on receiving_objects.system = people.system
            and receiving_objects.object = people.object
        inner join addresses on people.person_key = addresses.person_key
        left join successors on people.person_key = successors.record_key
        where
            -- null means no export says that it was deleted: it is there.
            (not coalesce(people.is_deleted, false) and people.merged_into_key is null)
    ),

    twins as (
        select source_record_key as near_key, target_record_key as far_key
        from resolved_ids
        union
        select target_record_key as near_key, source_record_key as far_key
        from resolved_ids
    ),

    -- An address of a record that was merged away leads to the counterpart of the survivor in
    -- another system.
    bridged as (
        select
            receiving_objects.handoff_id,
            losers.email_normalised,
            losers.full_name,
            losers.name_suffix,
            counterparts.created_at,
            counterparts.person_key as target_record_key
        from people as losers
        inner join successors on losers.person_key = successors.record_key
        inner join twins on successors.successor_key = twins.near_key
        inner join people as counterparts on twins.far_key = counterparts.person_key
        inner join
            receiving_objects
            on counterparts.system = receiving_objects.system
            and counterparts.object = receiving_objects.object
        where
            losers.email_normalised is not null
            -- null means no export says that it was deleted: it is there.
            and not coalesce(counterparts.is_deleted, false)
            and counterparts.merged_into_key is null
    ),

    -- ways of finding a record, the best first: by its own address, as a converted record, as an
    -- object that records become, by another address, through another system.
    findable as (
        select
            handoff_id,
            email_normalised,
            full_name,
            name_suffix,
            created_at,
            target_record_key,
            case
                when is_next
                then 2
                when address_rank > 1
                then 2 + address_rank
                when is_converted
                then 1
                else 0
            end as way
        from known
        union all
        select
            handoff_id,
            email_normalised,
            full_name,
            name_suffix,
            created_at,
            target_record_key,
            9 as way
        from bridged
    ),

    candidates as (
        select
            unpaired.handoff_id,
            unpaired.source_record_key,
            unpaired.is_due,
            findable.target_record_key,
            -- 0 for the same name, 3 for another person under the address: one of a couple, or
            -- the father of the son.
            min(
                case
                    when unpaired.generation <> generation_suffixes.generation
                    then 3
                    when unpaired.full_name <> findable.full_name
                    then
                        case
                            when
                                {{ has_other_given_name(
                                    'unpaired.full_name',
                                    'findable.full_name',
                                    'limits.name_likeness',
                                    'same_names.name'
                                ) }}
                            then 3
                            else 2
                        end
                    when unpaired.full_name is null or findable.full_name is null
                    then 2
                    when unpaired.generation is not distinct from generation_suffixes.generation
                    then 0
                    else 1
                end
            ) as name_rank,
            min(
                case
                    when unpaired.address_rank > 1
                    then greatest(findable.way, 2 + unpaired.address_rank)
                    else findable.way
                end
            ) as way,
            min(findable.created_at) as created_at
        from unpaired
        cross join limits
        inner join
            findable
            on unpaired.handoff_id = findable.handoff_id
            and unpaired.email_normalised = findable.email_normalised
        left join generation_suffixes on findable.name_suffix = generation_suffixes.suffix
        left join
            same_names
            on split_part(unpaired.full_name, ' ', 1) = same_names.name
            and split_part(findable.full_name, ' ', 1) = same_names.other
        where
            unpaired.source_record_key <> findable.target_record_key
            -- null means a name is missing: nothing says that it is another person.
            and not (
                unpaired.is_shared_inbox
                and coalesce(unpaired.full_name <> findable.full_name, false)
            )
        group by
            unpaired.handoff_id,
            unpaired.source_record_key,
            unpaired.is_due,
            findable.target_record_key
    ),

    -- Who has the address, too, and is somebody else, is no counterpart beside the right one.
    ranked as (
        select
            candidates.*,
            min(name_rank) over (partition by handoff_id, source_record_key) as best_name_rank
        from candidates
    ),

    -- If several records have the address, prefers the one with the same name, then the best way,
    -- then the oldest. Several people use a shared inbox, so there the name must match.
    paired_by_identity as (
        select
            handoff_id,
            source_record_key,
            is_due,
            target_record_key,
            greatest(
                count(case when way <= 1 then 1 end) over (
                    partition by handoff_id, source_record_key
                ),
                1
            ) as candidates
        from ranked
        where name_rank < 3 or best_name_rank = 3
        qualify
            row_number() over (
                partition by handoff_id, source_record_key
                order by name_rank, way, created_at asc nulls last, target_record_key
            )
            = 1
    ),

    paired as (
        select
            resolved_ids.handoff_id,
            resolved_ids.source_record_key,
            resolved_ids.is_due,
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
            is_due,
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
            paired.is_due,
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
