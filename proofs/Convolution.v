(** The backward rules of convolution. *)

From Coq Require Import Reals List Lra Lia Arith Bool.
From Coquelicot Require Import Coquelicot.
From nnbook Require Import Gradient.
Open Scope R_scope.

(** * One image, one filter: it slides over the image *)

Definition slide (k l : nat) (x K : nat * nat -> R) : nat * nat -> R :=
  fun '(i, j) => \sum_(u < k) \sum_(v < l) x (i + u, j + v)%nat * K (u, v).

(** g at (s - u, t - v), and 0 outside. *)
Definition outside_zero (m n : nat) (g : nat * nat -> R) (s u t v : nat) : R :=
  if ((u <=? s) && (s - u <? m) && (v <=? t) && (t - v <? n))%nat
  then g (s - u, t - v)%nat else 0.

(** [eq:calculus-filter] $$\frac{\partial C}{\partial K_{uv}} = \sum_{i,j} g_{ij}\, x_{i+u,\,j+v}$$ *)
Theorem convolution_filter : forall (k l m n : nat) (x K : nat * nat -> R)
    (C : (nat * nat -> R) -> R)
    (g : nat * nat -> R),
  gradient (grid m n) C (slide k l x K) g ->
  gradient (grid k l) (fun K => C (slide k l x K)) K
    (fun '(u, v) => \sum_(i < m) \sum_(j < n) g (i, j) * x (i + u, j + v)%nat).
Proof.
  intros k l m n x K C g outer.
  apply backward with (o := grid m n) (g := g)
    (D := fun '(i, j) h => \sum_(u < k) \sum_(v < l) x (i + u, j + v)%nat * h (u, v)); [easy| |].
  - intros (i, j) _; simpl.
    apply (differential_total (grid k l) (axis k) (fun K u => total (axis l) (fun v => x (i + u, j + v)%nat * K (u, v)))
      K (fun u h => total (axis l) (fun v => x (i + u, j + v)%nat * h (u, v)))).
    intros u uin; apply in_axis in uin.
    apply (differential_total (grid k l) (axis l) (fun K v => x (i + u, j + v)%nat * K (u, v)) K
      (fun v h => x (i + u, j + v)%nat * h (u, v))).
    intros v vin; apply in_axis in vin; apply differential_scale, differential_coordinate, in_grid; lia.
  - intros h.
    transitivity (\sum_(o in grid m n) g o * \sum_(e in grid k l) x (fst o + fst e, snd o + snd e)%nat * h e).
    { apply total_ext; intros (i, j) _; f_equal; now rewrite total_grid. }
    rewrite (transpose (grid k l) (grid m n) g (fun o e => x (fst o + fst e, snd o + snd e)%nat)).
    apply total_ext; intros (u, v) _; now rewrite total_grid.
Qed.

(** Where a sum over the places of a filter ends: each pixel is counted if a place reaches it. *)
Lemma total_reached (m n u : nat) (F h : nat -> R) : (m + u <= n)%nat ->
  \sum_(i < m) F i * h (i + u)%nat = \sum_(s < n) (if ((u <=? s) && (s - u <? m))%nat then F (s - u)%nat else 0) * h s.
Proof.
  intros fits.
  transitivity (total (axis m) (fun i => total (axis n) (fun s => (if (s =? i + u)%nat then F i else 0) * h s))).
  { apply total_axis_ext; intros i inside.
    rewrite (total_single (axis n) _ (i + u)%nat); [now rewrite Nat.eqb_refl|apply seq_NoDup|apply in_axis; lia|].
    intros s _ other; destruct (Nat.eqb_spec s (i + u)); [easy|ring]. }
  rewrite total_swap; apply total_axis_ext; intros s inside; rewrite total_scale_right; f_equal.
  destruct (Nat.leb_spec u s); simpl.
  - destruct (Nat.ltb_spec (s - u) m).
    + rewrite (total_single (axis m) _ (s - u)%nat); [|apply seq_NoDup|now apply in_axis|].
      * now replace (s - u + u)%nat with s by lia; rewrite Nat.eqb_refl.
      * intros i _ other; destruct (Nat.eqb_spec s (i + u)); [lia|easy].
    + transitivity (total (axis m) (fun _ => 0)); [|apply total_zero].
      apply total_axis_ext; intros i iin; destruct (Nat.eqb_spec s (i + u)); [lia|easy].
  - transitivity (total (axis m) (fun _ => 0)); [|apply total_zero].
    apply total_axis_ext; intros i iin; destruct (Nat.eqb_spec s (i + u)); [lia|easy].
Qed.

(** [eq:calculus-image]
    $$
    \frac{\partial C}{\partial x_{st}} = \sum_{u,v} K_{uv}\, g_{s-u,\,t-v} \qquad (g = 0 \text{ outside})
    $$ *)
Theorem convolution_image : forall (k l m n h w : nat) (x K : nat * nat -> R)
    (C : (nat * nat -> R) -> R)
    (g : nat * nat -> R),
  (m + k <= h + 1)%nat -> (n + l <= w + 1)%nat ->
  gradient (grid m n) C (slide k l x K) g ->
  gradient (grid h w) (fun x => C (slide k l x K)) x
    (fun '(s, t) => \sum_(u < k) \sum_(v < l) K (u, v) *
      outside_zero m n g s u t v).
Proof.
  intros k l m n h w x K C g high wide outer.
  apply backward with (o := grid m n) (g := g)
    (D := fun '(i, j) d => \sum_(u < k) \sum_(v < l) d (i + u, j + v)%nat * K (u, v)); [easy| |].
  - intros (i, j) inside; apply in_grid in inside; simpl.
    apply (differential_total (grid h w) (axis k) (fun x u => total (axis l) (fun v => x (i + u, j + v)%nat * K (u, v)))
      x (fun u d => total (axis l) (fun v => d (i + u, j + v)%nat * K (u, v)))).
    intros u uin; apply in_axis in uin.
    apply (differential_total (grid h w) (axis l) (fun x v => x (i + u, j + v)%nat * K (u, v)) x
      (fun v d => d (i + u, j + v)%nat * K (u, v))).
    intros v vin; apply in_axis in vin.
    apply differential_scale_right, differential_coordinate, in_grid; lia.
  - intros d; rewrite !total_grid.
    (* the filter's weights outermost, on both sides *)
    transitivity (\sum_(u < k) \sum_(v < l) K (u, v) * \sum_(i < m) \sum_(j < n) g (i, j) * d (i + u, j + v)%nat).
    { transitivity (\sum_(o in grid m n) g o * \sum_(e in grid k l) K e * d (fst o + fst e, snd o + snd e)%nat).
      { rewrite total_grid; apply total_ext; intros i _; apply total_ext; intros j _; rewrite total_grid; f_equal.
        apply total_ext; intros u _; apply total_ext; intros v _; simpl; ring. }
      transitivity (\sum_(e in grid k l) K e * \sum_(o in grid m n) g o * d (fst o + fst e, snd o + snd e)%nat).
      { transitivity (total (grid m n) (fun o => total (grid k l) (fun e =>
          K e * (g o * d (fst o + fst e, snd o + snd e)%nat)))).
        - apply total_ext; intros o _; rewrite <- total_scale; apply total_ext; intros; ring.
        - rewrite total_swap; apply total_ext; intros e _; apply total_scale. }
      rewrite total_grid; apply total_ext; intros u _; apply total_ext; intros v _; now rewrite total_grid. }
    transitivity (\sum_(u < k) \sum_(v < l) K (u, v) * \sum_(s < h) \sum_(t < w) outside_zero m n g s u t v * d (s, t)).
    { apply total_axis_ext; intros u uin; apply total_axis_ext; intros v vin; f_equal.
      transitivity (\sum_(i < m) \sum_(t < w)
        (if ((v <=? t) && (t - v <? n))%nat then g (i, t - v)%nat else 0) * d (i + u, t)%nat).
      { apply total_ext; intros i _.
        apply (total_reached n w v (fun j => g (i, j)) (fun t => d (i + u, t)%nat)); lia. }
      rewrite total_swap, (total_swap (axis h)); apply total_ext; intros t _.
      rewrite (total_reached m h u (fun i => if ((v <=? t) && (t - v <? n))%nat then g (i, t - v)%nat else 0)
        (fun s => d (s, t))) by lia.
      apply total_ext; intros s _; f_equal; unfold outside_zero.
      now destruct (u <=? s)%nat, (s - u <? m)%nat, (v <=? t)%nat, (t - v <? n)%nat. }
    transitivity (\sum_(e in grid k l) K e *
      \sum_(p in grid h w) outside_zero m n g (fst p) (fst e) (snd p) (snd e) * d p).
    { rewrite total_grid; apply total_ext; intros u _; apply total_ext; intros v _; now rewrite total_grid. }
    rewrite (transpose (grid h w) (grid k l) K
      (fun e p => outside_zero m n g (fst p) (fst e) (snd p) (snd e)) d).
    rewrite total_grid; apply total_ext; intros s _; apply total_ext; intros t _; now rewrite total_grid.
Qed.

(** * The layer: a batch of images with channels, many filters, a stride, zeros around the image *)

Definition padded (p h w : nat) (X : nat * nat * nat * nat -> R) :
    nat * nat * nat * nat -> R :=
  fun '(e, c, r, q) =>
    if ((p <=? r) && (r - p <? h) && (p <=? q) && (q - p <? w))%nat
    then X (e, c, r - p, q - p)%nat else 0.

Definition conv2d (channels k stride p h w : nat) (X W : nat * nat * nat * nat -> R)
    (b : nat -> R) :
    nat * nat * nat * nat -> R :=
  fun '(e, f, i, j) => \sum_(c < channels) \sum_(u < k) \sum_(v < k)
    padded p h w X (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v)
    + b f.

Section Conv2d.
Variables (examples channels filters k stride p h w m n : nat) (X W : nat * nat * nat * nat -> R) (b : nat -> R).
Variables (C : (nat * nat * nat * nat -> R) -> R) (g : nat * nat * nat * nat -> R).
Hypothesis outer : gradient (box examples filters m n) C (conv2d channels k stride p h w X W b) g.

(** A sum of four axes, seen as one over some of them within one over the others. *)
Lemma total_box_as_two (a b' c d : nat) (f : nat * nat * nat * nat -> R) :
  total (box a b' c d) f = \sum_(i in grid a b') \sum_(j in grid c d) f (fst i, snd i, fst j, snd j).
Proof.
  rewrite total_box, total_grid; apply total_ext; intros i _; apply total_ext; intros j _; now rewrite total_grid.
Qed.

Lemma conv2d_filters_proof :
  gradient (box filters channels k k) (fun W => C (conv2d channels k stride p h w X W b)) W
    (fun '(f, c, u, v) => \sum_(e < examples) \sum_(i < m) \sum_(j < n)
      g (e, f, i, j) * padded p h w X (e, c, i * stride + u, j * stride + v)%nat).
Proof.
  apply backward with (o := box examples filters m n) (g := g) (D := fun '(e, f, i, j) d =>
    \sum_(c < channels) \sum_(u < k) \sum_(v < k)
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * d (f, c, u, v)); [easy| |].
  - intros (((e, f), i), j) inside; apply in_box in inside; unfold conv2d; cbv beta iota.
    apply differential_by with (D := fun d => (\sum_(c < channels) \sum_(u < k) \sum_(v < k)
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * d (f, c, u, v)) + 0); [|intros; ring].
    apply differential_plus; [|apply differential_const].
    apply (differential_total _ (axis channels) (fun W c => total (axis k) (fun u => total (axis k) (fun v =>
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v)))) W
      (fun c d => total (axis k) (fun u => total (axis k) (fun v =>
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * d (f, c, u, v))))).
    intros c cin; apply in_axis in cin.
    apply (differential_total _ (axis k) (fun W u => total (axis k) (fun v =>
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v))) W
      (fun u d => total (axis k) (fun v =>
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * d (f, c, u, v)))).
    intros u uin; apply in_axis in uin.
    apply (differential_total _ (axis k) (fun W v =>
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v)) W
      (fun v d => padded p h w X (e, c, i * stride + u, j * stride + v)%nat * d (f, c, u, v))).
    intros v vin; apply in_axis in vin.
    apply differential_scale, differential_coordinate, in_box; lia.
  - intros d.
    set (M := fun (f : nat) (o : nat * (nat * nat)) (a : nat * (nat * nat)) =>
      padded p h w X (fst o, fst a, fst (snd o) * stride + fst (snd a), snd (snd o) * stride + snd (snd a))%nat).
    transitivity (\sum_(f < filters) \sum_(o in list_prod (axis examples) (grid m n))
      (g (fst o, f, fst (snd o), snd (snd o)) *
        \sum_(a in list_prod (axis channels) (grid k k)) M f o a * d (f, fst a, fst (snd a), snd (snd a)))).
    { rewrite total_box, total_swap; apply total_ext; intros f _.
      rewrite total_prod; apply total_ext; intros e _; rewrite total_grid.
      apply total_ext; intros i _; apply total_ext; intros j _; simpl; f_equal.
      rewrite total_prod; apply total_ext; intros c _; now rewrite total_grid. }
    rewrite total_box; apply total_ext; intros f _.
    rewrite (transpose (list_prod (axis channels) (grid k k)) (list_prod (axis examples) (grid m n))
      (fun o => g (fst o, f, fst (snd o), snd (snd o))) (M f) (fun a => d (f, fst a, fst (snd a), snd (snd a)))).
    rewrite total_prod; apply total_ext; intros c _; rewrite total_grid.
    apply total_ext; intros u _; apply total_ext; intros v _; simpl; f_equal.
    rewrite total_prod; apply total_ext; intros e _; now rewrite total_grid.
Qed.

Lemma conv2d_bias_proof :
  gradient (axis filters) (fun b => C (conv2d channels k stride p h w X W b)) b
    (fun f => \sum_(e < examples) \sum_(i < m) \sum_(j < n) g (e, f, i, j)).
Proof.
  apply backward with (o := box examples filters m n) (g := g) (D := fun '(e, f, i, j) d => d f); [easy| |].
  - intros (((e, f), i), j) inside; apply in_box in inside; unfold conv2d; cbv beta iota.
    apply differential_by with (D := fun d => 0 + d f); [|intros; ring].
    apply differential_plus; [apply differential_const|apply differential_coordinate, in_axis; lia].
  - intros d; rewrite total_box, total_swap; apply total_ext; intros f _.
    rewrite <- total_scale_right; apply total_ext; intros e _.
    rewrite <- total_scale_right; apply total_ext; intros i _.
    rewrite <- total_scale_right; apply total_ext; intros j _; ring.
Qed.

(** A pixel, or the zero around the image, as a sum over all pixels of which at most one counts. *)
Lemma padded_as_sum (d : nat * nat * nat * nat -> R) e c R Q :
  padded p h w d (e, c, R, Q) =
  \sum_(r < h) \sum_(q < w) (if ((R =? r + p) && (Q =? q + p))%nat then d (e, c, r, q) else 0).
Proof.
  unfold padded.
  destruct ((p <=? R) && (R - p <? h) && (p <=? Q) && (Q - p <? w))%nat eqn:inside.
  - rewrite !andb_true_iff, !Nat.leb_le, !Nat.ltb_lt in inside.
    rewrite (total_single (axis h) _ (R - p)%nat); [|apply seq_NoDup|apply in_axis; lia|].
    + rewrite (total_single (axis w) _ (Q - p)%nat); [|apply seq_NoDup|apply in_axis; lia|].
      * replace (R - p + p)%nat with R by lia; replace (Q - p + p)%nat with Q by lia; now rewrite !Nat.eqb_refl.
      * intros q _ other; destruct (Nat.eqb_spec Q (q + p)); [lia|]; now rewrite andb_false_r.
    + intros r _ other; transitivity (total (axis w) (fun _ => 0)); [|apply total_zero].
      apply total_ext; intros q _; destruct (Nat.eqb_spec R (r + p)); [lia|easy].
  - symmetry; transitivity (total (axis h) (fun _ => 0)); [|apply total_zero].
    apply total_axis_ext; intros r row_in; transitivity (total (axis w) (fun _ => 0)); [|apply total_zero].
    apply total_axis_ext; intros q qin.
    destruct (Nat.eqb_spec R (r + p)); [|easy]; destruct (Nat.eqb_spec Q (q + p)); [|easy].
    subst; replace (r + p - p)%nat with r in inside by lia; replace (q + p - p)%nat with q in inside by lia.
    destruct (Nat.leb_spec p (r + p)); [|lia]; destruct (Nat.leb_spec p (q + p)); [|lia].
    destruct (Nat.ltb_spec r h); [|lia]; destruct (Nat.ltb_spec q w); [easy|lia].
Qed.

Lemma conv2d_input_proof :
  gradient (box examples channels h w) (fun X => C (conv2d channels k stride p h w X W b)) X
    (fun '(e, c, r, q) => \sum_(f < filters) \sum_(i < m) \sum_(j < n) \sum_(u < k) \sum_(v < k)
      (if ((i * stride + u =? r + p) && (j * stride + v =? q + p))%nat then g (e, f, i, j) * W (f, c, u, v) else 0)).
Proof.
  apply backward with (o := box examples filters m n) (g := g) (D := fun '(e, f, i, j) d =>
    \sum_(c < channels) \sum_(u < k) \sum_(v < k)
      padded p h w d (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v)); [easy| |].
  - intros (((e, f), i), j) inside; apply in_box in inside; unfold conv2d; cbv beta iota.
    apply differential_by with (D := fun d => (\sum_(c < channels) \sum_(u < k) \sum_(v < k)
      padded p h w d (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v)) + 0); [|intros; ring].
    apply differential_plus; [|apply differential_const].
    apply (differential_total _ (axis channels) (fun X c => total (axis k) (fun u => total (axis k) (fun v =>
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v)))) X
      (fun c d => total (axis k) (fun u => total (axis k) (fun v =>
      padded p h w d (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v))))).
    intros c cin; apply in_axis in cin.
    apply (differential_total _ (axis k) (fun X u => total (axis k) (fun v =>
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v))) X
      (fun u d => total (axis k) (fun v =>
      padded p h w d (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v)))).
    intros u uin; apply in_axis in uin.
    apply (differential_total _ (axis k) (fun X v =>
      padded p h w X (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v)) X
      (fun v d => padded p h w d (e, c, i * stride + u, j * stride + v)%nat * W (f, c, u, v))).
    intros v vin; apply in_axis in vin.
    apply differential_scale_right; unfold padded.
    destruct ((p <=? i * stride + u) && (i * stride + u - p <? h) && (p <=? j * stride + v)
      && (j * stride + v - p <? w))%nat eqn:there; [|apply differential_const].
    rewrite !andb_true_iff, !Nat.leb_le, !Nat.ltb_lt in there.
    apply differential_coordinate, in_box; lia.
  - intros d.
    set (hit := fun (o e a : nat * nat) =>
      ((fst o * stride + fst e =? fst a + p) && (snd o * stride + snd e =? snd a + p))%nat).
    transitivity (\sum_(e < examples) \sum_(o in list_prod (axis filters) (grid m n))
      (g (e, fst o, fst (snd o), snd (snd o)) * \sum_(a in list_prod (axis channels) (grid h w))
        (\sum_(t in grid k k) if hit (snd o) t (snd a) then W (fst o, fst a, fst t, snd t) else 0)
          * d (e, fst a, fst (snd a), snd (snd a)))).
    { rewrite total_box; apply total_ext; intros e _; rewrite total_prod; apply total_ext; intros f _.
      rewrite total_grid; apply total_ext; intros i _; apply total_ext; intros j _.
      cbv beta iota; cbn [fst snd]; f_equal.
      rewrite total_prod; apply total_ext; intros c _; cbn [fst snd].
      transitivity (\sum_(t in grid k k) \sum_(a in grid h w)
        (if hit (i, j) t a then W (f, c, fst t, snd t) else 0) * d (e, c, fst a, snd a)).
      { rewrite total_grid; apply total_ext; intros u _; apply total_ext; intros v _.
        rewrite padded_as_sum, total_grid, <- total_scale_right; apply total_ext; intros r _.
        rewrite <- total_scale_right; apply total_ext; intros q _; unfold hit; simpl.
        destruct ((_ =? _) && (_ =? _))%nat; ring. }
      rewrite total_swap; apply total_ext; intros a _; apply total_scale_right. }
    rewrite total_box; apply total_ext; intros e _.
    rewrite (transpose (list_prod (axis channels) (grid h w)) (list_prod (axis filters) (grid m n))
      (fun o => g (e, fst o, fst (snd o), snd (snd o)))
      (fun o a => \sum_(t in grid k k) if hit (snd o) t (snd a) then W (fst o, fst a, fst t, snd t) else 0)
      (fun a => d (e, fst a, fst (snd a), snd (snd a)))).
    rewrite total_prod; apply total_ext; intros c _; rewrite total_grid.
    apply total_ext; intros r _; apply total_ext; intros q _; simpl; f_equal.
    rewrite total_prod; apply total_ext; intros f _; rewrite total_grid.
    apply total_ext; intros i _; apply total_ext; intros j _; simpl.
    rewrite total_grid, <- total_scale; apply total_ext; intros u _.
    rewrite <- total_scale; apply total_ext; intros v _; unfold hit; simpl.
    destruct ((_ =? _) && (_ =? _))%nat; ring.
Qed.

End Conv2d.

Theorem conv2d_filters : forall (examples channels filters k stride p h w m n : nat)
    (X W : nat * nat * nat * nat -> R) (b : nat -> R)
    (C : (nat * nat * nat * nat -> R) -> R) (g : nat * nat * nat * nat -> R),
  gradient (box examples filters m n) C (conv2d channels k stride p h w X W b) g ->
  gradient (box filters channels k k)
    (fun W => C (conv2d channels k stride p h w X W b)) W
    (fun '(f, c, u, v) => \sum_(e < examples) \sum_(i < m) \sum_(j < n)
      g (e, f, i, j) * padded p h w X (e, c, i * stride + u, j * stride + v)%nat).
Proof. exact conv2d_filters_proof. Qed.

Theorem conv2d_bias : forall (examples channels filters k stride p h w m n : nat)
    (X W : nat * nat * nat * nat -> R) (b : nat -> R)
    (C : (nat * nat * nat * nat -> R) -> R) (g : nat * nat * nat * nat -> R),
  gradient (box examples filters m n) C (conv2d channels k stride p h w X W b) g ->
  gradient (axis filters) (fun b => C (conv2d channels k stride p h w X W b)) b
    (fun f => \sum_(e < examples) \sum_(i < m) \sum_(j < n) g (e, f, i, j)).
Proof. exact conv2d_bias_proof. Qed.

Theorem conv2d_input : forall (examples channels filters k stride p h w m n : nat)
    (X W : nat * nat * nat * nat -> R) (b : nat -> R)
    (C : (nat * nat * nat * nat -> R) -> R) (g : nat * nat * nat * nat -> R),
  gradient (box examples filters m n) C (conv2d channels k stride p h w X W b) g ->
  gradient (box examples channels h w)
    (fun X => C (conv2d channels k stride p h w X W b)) X
    (fun '(e, c, r, q) =>
      \sum_(f < filters) \sum_(i < m) \sum_(j < n) \sum_(u < k) \sum_(v < k)
      (if ((i * stride + u =? r + p) && (j * stride + v =? q + p))%nat
        then g (e, f, i, j) * W (f, c, u, v) else 0)).
Proof. exact conv2d_input_proof. Qed.
